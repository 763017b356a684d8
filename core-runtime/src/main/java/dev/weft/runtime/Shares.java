package dev.weft.runtime;

import dev.weft.collectives.Placement;
import java.util.Arrays;

/**
 * How a program's ranks share what is cut into many parts, as a graph is into partitions: each rank has a run of parts, as long as its weight says. Weights
 * follow the speeds of the workers, as far as the job has measured them, and are equal before that; they may be others in the next attempt, so no result
 * may depend on them.
 *
 * <pre>
 *   64 parts, ranks of weight 1000, 1000, 500, 1000    from 0, 18, 36, 45 on
 * </pre>
 */
public final class Shares {
    /** The weight of a rank of average speed. */
    public static final int AVERAGE = 1000;

    private final Placement placement;
    /** The weights of all ranks before each rank, and of all. */
    private final long[] before;

    private Shares(Placement placement, long[] before) {
        this.placement = placement;
        this.before = before;
    }

    public static Shares equal(Placement placement) {
        var weights = new int[placement.workers()];
        Arrays.fill(weights, AVERAGE);
        return weighted(placement, weights);
    }

    /** @param weights of each of a worker's ranks, by worker; at least 1, so that nobody is left without by weight alone */
    public static Shares weighted(Placement placement, int... weights) {
        if (weights.length != placement.workers()) {
            throw new IllegalArgumentException(
                    "weights.length=" + weights.length + " != workers=" + placement.workers() + ": give one for each");
        }
        var before = new long[placement.ranks() + 1];
        for (int rank = 0; rank < placement.ranks(); rank++) {
            int weight = weights[placement.worker(rank)];
            if (weight < 1) {
                throw new IllegalArgumentException("weights[" + placement.worker(rank) + "]=" + weight + " < 1");
            }
            before[rank + 1] = before[rank] + weight;
        }
        return new Shares(placement, before);
    }

    /** Which ranks live in which worker. */
    public Placement placement() {
        return placement;
    }

    /** Of each of a worker's ranks; {@link #AVERAGE} of one that has none. */
    public int weight(int worker) {
        int first = placement.first(worker);
        return placement.ranks(worker) == 0 ? AVERAGE : (int) (before[first + 1] - before[first]);
    }

    /** The first of a rank's parts; for {@code rank == placement().ranks()} the number of parts. */
    public int start(int rank, int parts) {
        return (int) (parts * before[rank] / before[before.length - 1]);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shares that && placement.equals(that.placement) && Arrays.equals(before, that.before);
    }

    @Override
    public int hashCode() {
        return 31 * placement.hashCode() + Arrays.hashCode(before);
    }

    @Override
    public String toString() {
        return placement + " of weights before each " + Arrays.toString(before);
    }
}
