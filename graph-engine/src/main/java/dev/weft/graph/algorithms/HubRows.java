package dev.weft.graph.algorithms;

import dev.weft.graph.ForwardLists;

/**
 * Which of the first vertices are joined, one bit for each pair: row u has a bit for each w from 0 to u, in {@code u / 64 + 1} words.
 *
 * @param count vertices that have a row
 */
@SuppressWarnings("ArrayRecordComponent")
record HubRows(int count, long[] words) {
    /** The words that so many rows take, which is also where row {@code count} would begin. */
    static int start(int row) {
        int blocks = row >>> 6;
        return row + 32 * blocks * (blocks - 1) + blocks * (row & 63);
    }

    /**
     * Sets the bits of a row.
     *
     * @param flag 0 for all entries of its list, or which bit of an entry has to be set
     */
    void fill(int row, ForwardLists lists, int flag) {
        int[] list = lists.list(row);
        int first = lists.start(row);
        int start = start(row);
        for (int i = first; i < first + lists.length(row); i++) {
            if ((list[i] & flag) == flag) {
                words[start + ((list[i] & Integer.MAX_VALUE) >>> 6)] |= 1L << list[i];
            }
        }
    }
}
