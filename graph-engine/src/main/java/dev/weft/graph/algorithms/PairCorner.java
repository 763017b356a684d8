package dev.weft.graph.algorithms;

import dev.weft.graph.ForwardLists;

/** Counts each pair once. */
final class PairCorner extends Corner {
    PairCorner(ForwardLists lists, HubRows hubs, long[] counts) {
        super(lists, hubs, counts);
    }

    @Override
    long test(int[] list, int start, int at) {
        int u = list[at] & INDEX;
        int row = HubRows.start(u);
        long[] rows = hubs.words();
        long[] hubCounts = this.hubCounts;
        long found = 0;
        for (int i = start; i < at; i++) {
            int w = list[i] & INDEX;
            long hit = rows[row + (w >>> 6)] >>> w & 1L;
            hubCounts[w] += hit;
            found += hit;
        }
        hubCounts[u] += found;
        return found;
    }

    @Override
    long scan(int entry) {
        int u = entry & INDEX;
        int[] list = lists.list(u);
        int i = lists.start(u);
        int end = i + lists.length(u);
        long[] marks = this.marks;
        long[] hubCounts = this.hubCounts;
        long found = 0;
        int w;
        for (; i < end && (w = list[i] & INDEX) < hubCounts.length; i++) {
            long hit = marks[w >>> 6] >>> w & 1L;
            hubCounts[w] += hit;
            found += hit;
        }
        for (; i < end; i++) {
            w = list[i] & INDEX;
            long hit = marks[w >>> 6] >>> w & 1L;
            credit(w, hit);
            found += hit;
        }
        credit(u, found);
        return found;
    }
}
