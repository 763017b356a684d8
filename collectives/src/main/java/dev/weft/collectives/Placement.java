package dev.weft.collectives;

import java.util.Arrays;

/**
 * Which worker (a process) each rank of a group lives in: runs of ranks, worker after worker. A worker may have none.
 *
 * <pre>
 *   5 ranks on 2 workers    worker 0: ranks 0, 1    worker 1: ranks 2, 3, 4
 * </pre>
 */
public final class Placement {
    /** The first rank of each worker, and the number of ranks at the end. */
    private final int[] starts;

    private Placement(int[] starts) {
        this.starts = starts;
    }

    /** Runs of equal length, give or take one. */
    public static Placement even(int ranks, int workers) {
        if (ranks < 1 || workers < 1) {
            throw new IllegalArgumentException(
                    "ranks=%d, workers=%d: a group needs at least one of each".formatted(ranks, workers));
        }
        var starts = new int[workers + 1];
        Arrays.setAll(starts, worker -> (int) ((long) ranks * worker / workers));
        return new Placement(starts);
    }

    /** All ranks in one worker. */
    public static Placement together(int ranks) {
        return even(ranks, 1);
    }

    /** So many ranks for each worker. */
    public static Placement of(int... ranksOfWorkers) {
        var starts = new int[ranksOfWorkers.length + 1];
        for (int worker = 0; worker < ranksOfWorkers.length; worker++) {
            if (ranksOfWorkers[worker] < 0) {
                throw new IllegalArgumentException(
                        "ranksOfWorkers[%d]=%d < 0".formatted(worker, ranksOfWorkers[worker]));
            }
            starts[worker + 1] = Math.addExact(starts[worker], ranksOfWorkers[worker]);
        }
        if (starts[ranksOfWorkers.length] == 0) {
            throw new IllegalArgumentException("ranks=0: a group needs at least one");
        }
        return new Placement(starts);
    }

    public int workers() {
        return starts.length - 1;
    }

    public int ranks() {
        return starts[workers()];
    }

    /** The worker that a rank lives in. */
    public int worker(int rank) {
        Arguments.checkRank("rank", rank, ranks());
        int worker = Arrays.binarySearch(starts, rank);
        if (worker < 0) {
            return -worker - 2;
        }
        while (starts[worker + 1] == rank) {
            worker++;
        }
        return worker;
    }

    /** The worker's first rank. */
    public int first(int worker) {
        return starts[worker];
    }

    /** The rank after the worker's last. */
    public int end(int worker) {
        return starts[worker + 1];
    }

    public int ranks(int worker) {
        return end(worker) - first(worker);
    }

    /** The same without the workers that have no ranks. */
    public Placement withoutEmpty() {
        return new Placement(Arrays.stream(starts).distinct().toArray());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Placement that && Arrays.equals(starts, that.starts);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(starts);
    }

    @Override
    public String toString() {
        return "Placement" + Arrays.toString(starts);
    }
}
