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

    /** How many edges an entry stands for: what a triangle with it counts for its third corner. */
    private static long edges(int entry) {
        return 1L + (entry >>> 31);
    }

    @Override
    long test(int[] list, int start, int at) {
        int u = list[at] & INDEX;
        int row = HubRows.start(u);
        long[] rows = hubs.words();
        long[] bothRows = both.words();
        long[] hubCounts = this.hubCounts;
        long forW = edges(list[at]);
        long forV = 0;
        long forU = 0;
        for (int i = start; i < at; i++) {
            int w = list[i] & INDEX;
            long hit = rows[row + (w >>> 6)] >>> w & 1L;
            forV += hit + (bothRows[row + (w >>> 6)] >>> w & 1L);
            forU += hit * edges(list[i]);
            hubCounts[w] += hit * forW;
        }
        hubCounts[u] += forU;
        return forV;
    }

    @Override
    long scan(int entry) {
        int u = entry & INDEX;
        int[] list = lists.list(u);
        int start = lists.start(u);
        int end = start + lists.length(u);
        long forW = edges(entry);
        long forV = 0;
        long forU = 0;
        for (int i = start; i < end; i++) {
            int w = list[i] & INDEX;
            long hit = marks[w >>> 6] >>> w & 1L;
            forV += hit * edges(list[i]);
            forU += hit + (bothMarks[w >>> 6] >>> w & 1L);
            credit(w, hit * forW);
        }
        credit(u, forU);
        return forV;
    }
}
