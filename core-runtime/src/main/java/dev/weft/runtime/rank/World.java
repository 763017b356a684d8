package dev.weft.runtime.rank;

import dev.weft.collectives.Placement;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.Placing;
import dev.weft.runtime.UsageException;
import dev.weft.scheduler.Gang;
import dev.weft.scheduler.Pool;
import java.util.List;
import java.util.stream.IntStream;

/**
 * All ranks of all operators of a job in one numbering, worker after worker, and in each worker operator after operator: the group in which operators
 * reach each other.
 *
 * @param names of the operators
 * @param placements of the operators on all workers, also on those where they have no rank
 */
public record World(List<String> names, List<Placement> placements) {
    public World {
        names = List.copyOf(names);
        placements = List.copyOf(placements);
    }

    /** @param workers of operators that don't say how many they have */
    public static World of(JobSpec spec, int workers) {
        Gang gang = spec.gang(workers, Placing.DEFAULT);
        var placements = new Placement[gang.groups().size()];
        for (Pool pool : gang.pools()) {
            for (int group : pool.groups()) {
                placements[group] = Placement.of(IntStream.range(0, gang.units())
                        .map(worker ->
                                pool.has(worker) ? pool.ranks(gang.groups().get(group), worker) : 0)
                        .toArray());
            }
        }
        return new World(names(spec), List.of(placements));
    }

    /** All in one process. */
    static World together(JobSpec spec) {
        return new World(
                names(spec),
                spec.operators().stream()
                        .map(operator -> Placement.together(operator.ranks()))
                        .toList());
    }

    private static List<String> names(JobSpec spec) {
        return spec.operators().stream().map(JobSpec::name).toList();
    }

    /** What is left of it on some of its workers, by their numbers. An operator that has lost all of its ranks keeps one, on the first. */
    public World on(List<Integer> left) {
        return new World(names, placements.stream().map(each -> on(left, each)).toList());
    }

    private static Placement on(List<Integer> left, Placement placement) {
        int[] ranks = left.stream().mapToInt(placement::ranks).toArray();
        if (IntStream.of(ranks).sum() == 0) {
            ranks[0] = 1;
        }
        return Placement.of(ranks);
    }

    public int workers() {
        return placements.getFirst().workers();
    }

    public Placement placement() {
        return Placement.of(IntStream.range(0, workers())
                .map(worker ->
                        placements.stream().mapToInt(each -> each.ranks(worker)).sum())
                .toArray());
    }

    /** The number of an operator's rank in the world. */
    public int rank(int operator, int number) {
        Placement own = placements.get(operator);
        int worker = own.worker(number);
        int before = placement().first(worker);
        for (int other = 0; other < operator; other++) {
            before += placements.get(other).ranks(worker);
        }
        return before + number - own.first(worker);
    }

    /** @throws UsageException if there is none of this name */
    public int operator(String name) {
        int operator = names.indexOf(name);
        if (operator < 0) {
            throw new UsageException("this job has no operator \"" + name + "\", only " + String.join(", ", names));
        }
        return operator;
    }
}
