package dev.weft.scheduler;

/**
 * The ranks of an operator.
 *
 * @param workers the processes that they live in, each whole on one host, with runs of ranks of equal length, give or take one (5 ranks on 2
 *     workers: 2 and 3); or 0 to have ranks placed one by one. Operators of a gang with as many workers on hosts of the same kind, by labels and whether
 *     these are preemptible, live in the same ones.
 */
public record Group(String name, int ranks, int workers, Demand eachRank) {
    public Group {
        if (ranks < 1) {
            throw new IllegalArgumentException("operator %s: ranks=%d < 1".formatted(name, ranks));
        }
        if (workers < 0) {
            throw new IllegalArgumentException("operator %s: workers=%d < 0".formatted(name, workers));
        }
    }

    public Group eachRank(Demand needs) {
        return new Group(name, ranks, workers, needs);
    }

    /** Whether both are of the same workers. */
    public boolean livesWith(Group other) {
        return workers > 0
                && workers == other.workers
                && eachRank.nodeSelector().equals(other.eachRank.nodeSelector())
                && eachRank.preemptible() == other.eachRank.preemptible();
    }

    /** How many workers, or else ranks. */
    int units() {
        return workers == 0 ? ranks : workers;
    }

    /** A worker that ranks live in, or a rank. */
    String unit(int count) {
        String word = workers == 0 ? "rank" : "worker";
        return count == 1 ? word : word + "s";
    }
}
