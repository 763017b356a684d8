package dev.weft.graph;

import java.util.Arrays;

/** What one thread pushes: for each cell (a part of a rank's vertices) targets and values in the order in which they were added. */
final class Outbox {
    private final int[] counts;
    private final int[][] targets;
    private final long[][] values;

    Outbox(int cells) {
        counts = new int[cells];
        targets = new int[cells][64];
        values = new long[cells][64];
    }

    void clear() {
        Arrays.fill(counts, 0);
    }

    void add(int cell, int target, long value) {
        int count = counts[cell];
        if (count == targets[cell].length) {
            targets[cell] = Arrays.copyOf(targets[cell], 2 * count);
            values[cell] = Arrays.copyOf(values[cell], 2 * count);
        }
        targets[cell][count] = target;
        values[cell][count] = value;
        counts[cell] = count + 1;
    }

    int count(int cell) {
        return counts[cell];
    }

    int[] targets(int cell) {
        return targets[cell];
    }

    long[] values(int cell) {
        return values[cell];
    }
}
