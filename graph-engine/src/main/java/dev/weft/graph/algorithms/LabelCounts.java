package dev.weft.graph.algorithms;

import java.util.Arrays;

/**
 * A number for every label that there may be. Each vertex counts from a floor that no number has passed before it, so that nothing is
 * set back between vertices; what is below the floor has not been seen.
 */
final class LabelCounts implements LabelTally {
    private final int[] counts;
    private int floor;
    private int ceiling;
    /** As in {@link LabelTable}, the number above the floor included. */
    private long best;

    private long enough;

    LabelCounts(int labels) {
        counts = new int[labels];
    }

    @Override
    public void begin(long neighbours) {
        floor = ceiling;
        if (neighbours > Integer.MAX_VALUE - floor) {
            Arrays.fill(counts, 0);
            floor = 0;
        }
        ceiling = Math.toIntExact(floor + neighbours);
        enough = (floor + neighbours / 2 + 1) << 32;
        best = 0;
    }

    @Override
    public boolean add(int[] label, int[] neighbours, int from, int to) {
        int[] counts = this.counts;
        int floor = this.floor;
        long enough = this.enough;
        long best = this.best;
        for (int i = from; i < to && best < enough; i++) {
            int next = label[neighbours[i]];
            int count = Math.max(counts[next], floor) + 1;
            counts[next] = count;
            best = Math.max(best, (long) count << 32 | (Integer.MAX_VALUE - next));
        }
        this.best = best;
        return best >= enough;
    }

    @Override
    public int mostFrequent() {
        return Integer.MAX_VALUE - (int) best;
    }
}
