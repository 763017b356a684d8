package dev.weft.graph.algorithms;

import dev.weft.graph.ForwardLists;

/** Counts each pair once. */
final class PairCorner extends Corner {
    PairCorner(ForwardLists lists, HubRows hubs, long[] counts) {
        super(lists, hubs, counts);
    }

    @Override
    long close(int[] list, int start, int k) {
        int u = list[start + k] & INDEX;
        long found;
        if (u >= hubs.count()) {
            found = scan(u);
        } else {
            found = areFew(k, u) ? tests(list, start, start + k, HubRows.start(u)) : words(u >>> 6, HubRows.start(u));
        }
        credit(u, found);
        return found;
    }

    private long tests(int[] list, int from, int to, int row) {
        long[] rows = hubs.words();
        long[] hubCounts = this.hubCounts;
        long found = 0;
        for (int i = from; i < to; i++) {
            int w = list[i] & INDEX;
            long hit = rows[row + (w >>> 6)] >>> w & 1L;
            hubCounts[w] += hit;
            found += hit;
        }
        return found;
    }

    private long words(int last, int row) {
        long[] rows = hubs.words();
        long[] marks = this.marks;
        long[] hubCounts = this.hubCounts;
        long found = 0;
        for (int j = 0; j <= last; j++) {
            long hits = rows[row + j] & marks[j];
            found += Long.bitCount(hits);
            for (; hits != 0; hits &= hits - 1) {
                hubCounts[(j << 6) + Long.numberOfTrailingZeros(hits)]++;
            }
        }
        return found;
    }

    private long scan(int u) {
        int[] list = lists.list(u);
        int start = lists.start(u);
        int end = start + lists.length(u);
        long[] marks = this.marks;
        long found = 0;
        for (int i = start; i < end; i++) {
            int w = list[i] & INDEX;
            if ((marks[w >>> 6] >>> w & 1L) != 0) {
                found++;
                credit(w, 1);
            }
        }
        return found;
    }
}
