package dev.weft.graph.layout;

/**
 * Who is next to whom in one direction: for each virtual partition one pair of arrays. The neighbours of the partition's i-th vertex are
 * {@code neighbours(p)[offsets(p)[i]] .. neighbours(p)[offsets(p)[i + 1] - 1]}, internal ids in ascending order, parallel edges by ascending weight; a partition without
 * vertices has one offset. A worker holds the arrays of its own partitions only; the degrees are those of all vertices.
 */
public final class Adjacency {
    public static final int NONE = -1;

    private final int[][] offsets;
    private final int[][] neighbours;
    private final int[][] firstNeighbours;
    private final Weights[] weights;
    private final int[] degrees;
    /** Entries in the partitions before each one, and those in all at the end. */
    private final long[] entriesBefore;

    /**
     * Takes the arrays as they are.
     *
     * @param weights by partition; empty if edges have no weights
     * @param entriesBefore each partition, and in all at the end
     */
    Adjacency(
            int[][] offsets,
            int[][] neighbours,
            int[][] firstNeighbours,
            Weights[] weights,
            int[] degrees,
            long[] entriesBefore) {
        this.offsets = offsets;
        this.neighbours = neighbours;
        this.firstNeighbours = firstNeighbours;
        this.weights = weights;
        this.degrees = degrees;
        this.entriesBefore = entriesBefore;
    }

    /** How many entries the partitions before each one have, and all of them. */
    static long[] entriesBefore(int[] degrees, int[] partitionStarts) {
        var before = new long[partitionStarts.length];
        for (int p = 0; p + 1 < partitionStarts.length; p++) {
            long entries = 0;
            for (int v = partitionStarts[p]; v < partitionStarts[p + 1]; v++) {
                entries += degrees[v];
            }
            before[p + 1] = before[p] + entries;
        }
        return before;
    }

    /** The {@link #firstNeighbours} of a partition. */
    static int[] firsts(int[] starts, int[] entries) {
        var firsts = new int[2 * (starts.length - 1)];
        for (int i = 0; i + 1 < starts.length; i++) {
            int degree = starts[i + 1] - starts[i];
            firsts[2 * i] = degree > 0 ? entries[starts[i]] : NONE;
            firsts[2 * i + 1] = degree > 1 ? entries[starts[i] + 1] : NONE;
        }
        return firsts;
    }

    public int[] offsets(int partition) {
        return offsets[partition];
    }

    public int[] neighbours(int partition) {
        return neighbours[partition];
    }

    /**
     * The first two neighbours of each vertex of the partition, {@link #NONE} where there is none: those of the i-th vertex stand at
     * {@code 2 * i} and {@code 2 * i + 1}. They are the likeliest to be what a search looks for, and here they lie side by side, where each
     * neighbour list begins in a cache line of its own.
     */
    public int[] firstNeighbours(int partition) {
        return firstNeighbours[partition];
    }

    public boolean weighted() {
        return weights.length > 0;
    }

    WeightForm weightForm() {
        return weighted() ? WeightForm.of(weights[0]) : WeightForm.NONE;
    }

    /** One for each of {@link #neighbours}, if the graph is {@link #weighted}. */
    public Weights weights(int partition) {
        return weights[partition];
    }

    /** By internal id. */
    public int[] degrees() {
        return degrees;
    }

    /** Entries in the partitions from {@code from} to before {@code to}, whoever holds them. */
    public long entries(int from, int to) {
        return entriesBefore[to] - entriesBefore[from];
    }
}
