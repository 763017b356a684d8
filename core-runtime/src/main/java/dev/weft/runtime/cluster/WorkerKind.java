package dev.weft.runtime.cluster;

import dev.weft.scheduler.Gang;
import dev.weft.scheduler.Pool;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a process was placed for: workers of a pool, with room (cores, GPUs) for so many ranks.
 *
 * @param pool its number
 * @param ranks of each operator of the pool
 */
record WorkerKind(int pool, List<Integer> ranks) {
    WorkerKind {
        ranks = List.copyOf(ranks);
    }

    /** Of a gang's workers, by number. */
    static List<WorkerKind> of(Gang gang) {
        var kinds = new ArrayList<WorkerKind>();
        List<Pool> pools = gang.pools();
        for (int number = 0; number < pools.size(); number++) {
            Pool pool = pools.get(number);
            for (int i = 0; i < pool.units(); i++) {
                int worker = pool.first() + i;
                kinds.add(new WorkerKind(
                        number,
                        pool.groups().stream()
                                .map(group -> pool.ranks(gang.groups().get(group), worker))
                                .toList()));
            }
        }
        return kinds;
    }

    /** As much as either has: what takes the place of any of a pool. */
    WorkerKind or(WorkerKind other) {
        return new WorkerKind(
                pool,
                IntStream.range(0, ranks.size())
                        .mapToObj(i -> Math.max(ranks.get(i), other.ranks.get(i)))
                        .toList());
    }

    /** Whether a process of this kind has what such a worker needs. */
    boolean suffices(WorkerKind worker) {
        return pool == worker.pool
                && IntStream.range(0, ranks.size()).allMatch(i -> ranks.get(i) >= worker.ranks.get(i));
    }
}
