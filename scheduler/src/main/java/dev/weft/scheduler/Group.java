package dev.weft.scheduler;

/**
 * The ranks of an operator.
 *
 * @param workers the processes that they live in, each whole on one host, with runs of ranks of equal length, give or take one (5 ranks on 2
 *     workers: 2 and 3); or 0 to have ranks placed one by one
 */
public record Group(String name, int ranks, int workers, Demand eachRank) {
    public Group {
        if (ranks < 1) {
            throw new IllegalArgumentException("operator %s: ranks=%d < 1".formatted(name, ranks));
        }
        if (workers < 0 || workers > ranks) {
            throw new IllegalArgumentException("operator %s: workers=%d, ranks=%d: give each worker a rank at least"
                    .formatted(name, workers, ranks));
        }
    }

    /** How many workers, or else ranks. */
    int units() {
        return workers == 0 ? ranks : workers;
    }

    /** The first rank of one of so many units; of the number after the last, how many ranks there are. */
    int firstRank(int unit, int ofUnits) {
        return (int) ((long) ranks * unit / ofUnits);
    }

    /** A worker that ranks live in, or a rank. */
    String unit(int count) {
        String word = workers == 0 ? "rank" : "worker";
        return count == 1 ? word : word + "s";
    }
}
