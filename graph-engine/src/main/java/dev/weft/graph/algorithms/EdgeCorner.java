package dev.weft.graph.algorithms;

import dev.weft.graph.ForwardLists;

/** Counts one for each pair and another one if edges join the two both ways, as the flags of the lists' entries say. */
final class EdgeCorner extends Corner {
    private final HubRows both;
    /** Those of the marked neighbours that edges join with v both ways. */
    private final long[] bothMarks;

    EdgeCorner(ForwardLists lists, HubRows hubs, HubRows both, long[] counts) {
        super(lists, hubs, counts);
        this.both = both;
        this.bothMarks = new long[marks.length];
    }

    @Override
    void mark(int entry) {
        super.mark(entry);
        bothMarks[(entry & INDEX) >>> 6] |= (entry >>> 31 & 1L) << entry;
    }

    @Override
    void unmark(int entry) {
        super.unmark(entry);
        bothMarks[(entry & INDEX) >>> 6] = 0;
    }

    @Override
    long close(int[] list, int start, int k) {
        int u = list[start + k] & INDEX;
        int edges = 1 + (list[start + k] >>> 31);
        if (u >= hubs.count()) {
            return scan(u, edges);
        }
        int row = HubRows.start(u);
        return areFew(k, u) ? tests(list, start, start + k, row, u, edges) : words(u >>> 6, row, u, edges);
    }

    /** @param edges between u and v: what a triangle counts for its third corner */
    private long tests(int[] list, int from, int to, int row, int u, int edges) {
        long[] rows = hubs.words();
        long[] bothRows = both.words();
        long[] hubCounts = this.hubCounts;
        long forV = 0;
        long forU = 0;
        for (int i = from; i < to; i++) {
            int w = list[i] & INDEX;
            long hit = rows[row + (w >>> 6)] >>> w & 1L;
            forV += hit + (bothRows[row + (w >>> 6)] >>> w & 1L);
            forU += hit + (hit & list[i] >>> 31);
            hubCounts[w] += hit * edges;
        }
        credit(u, forU);
        return forV;
    }

    private long words(int last, int row, int u, int edges) {
        long[] rows = hubs.words();
        long[] bothRows = both.words();
        long[] hubCounts = this.hubCounts;
        long forV = 0;
        long forU = 0;
        for (int j = 0; j <= last; j++) {
            long hits = rows[row + j] & marks[j];
            int count = Long.bitCount(hits);
            forV += count + Long.bitCount(hits & bothRows[row + j]);
            forU += count + Long.bitCount(hits & bothMarks[j]);
            for (; hits != 0; hits &= hits - 1) {
                hubCounts[(j << 6) + Long.numberOfTrailingZeros(hits)] += edges;
            }
        }
        credit(u, forU);
        return forV;
    }

    private long scan(int u, int edges) {
        int[] list = lists.list(u);
        int start = lists.start(u);
        int end = start + lists.length(u);
        long forV = 0;
        long forU = 0;
        for (int i = start; i < end; i++) {
            int w = list[i] & INDEX;
            if ((marks[w >>> 6] >>> w & 1L) != 0) {
                forV += 1 + (list[i] >>> 31);
                forU += 1 + (bothMarks[w >>> 6] >>> w & 1L);
                credit(w, edges);
            }
        }
        credit(u, forU);
        return forV;
    }
}
