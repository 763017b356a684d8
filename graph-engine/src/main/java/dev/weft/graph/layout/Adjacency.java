package dev.weft.graph.layout;

/**
 * Who is next to whom in one direction: for each virtual partition one pair of arrays. The neighbours of the partition's i-th vertex are
 * {@code neighbours(p)[offsets(p)[i]] .. neighbours(p)[offsets(p)[i + 1] - 1]}, internal ids in ascending order; a partition without
 * vertices has one offset.
 */
public final class Adjacency {
    private final int[][] offsets;
    private final int[][] neighbours;
    private final int[] degrees;

    Adjacency(int[][] offsets, int[][] neighbours, int[] degrees) {
        this.offsets = offsets;
        this.neighbours = neighbours;
        this.degrees = degrees;
    }

    public int[] offsets(int partition) {
        return offsets[partition];
    }

    public int[] neighbours(int partition) {
        return neighbours[partition];
    }

    /** By internal id. */
    public int[] degrees() {
        return degrees;
    }

    /** Entries in the partitions from {@code from} to before {@code to}. */
    public long entries(int from, int to) {
        long sum = 0;
        for (int p = from; p < to; p++) {
            sum += neighbours[p].length;
        }
        return sum;
    }
}
