package dev.weft.scheduler;

import java.util.List;

/**
 * Where a worker, or a rank of an operator without workers, goes.
 *
 * @param group the operator's number in its gang
 * @param number no other's in the gang but of operators that live in the same worker: workers are numbered through, and so are ranks where there are none
 * @param firstRank its ranks follow each other, numbered in the operator
 * @param host its number in the inventory
 * @param cores of its own; none where its ranks share the host's
 * @param rankGpus of each of its ranks, as bits
 */
public record UnitPlace(int group, int number, int firstRank, int host, CoreSet cores, List<Long> rankGpus) {
    public UnitPlace {
        rankGpus = List.copyOf(rankGpus);
    }

    /** The same of an operator's other number. */
    public UnitPlace ofGroup(int other) {
        return new UnitPlace(other, number, firstRank, host, cores, rankGpus);
    }

    public int ranks() {
        return rankGpus.size();
    }

    public int lastRank() {
        return firstRank + ranks() - 1;
    }

    /** Of all its ranks, as bits. */
    public long gpus() {
        return rankGpus.stream().reduce(0L, (one, other) -> one | other);
    }
}
