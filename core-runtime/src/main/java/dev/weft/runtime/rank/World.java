package dev.weft.runtime.rank;

import dev.weft.collectives.Placement;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.UsageException;
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

    public static World of(JobSpec spec, int workers) {
        return new World(
                spec.operators().stream().map(JobSpec::name).toList(),
                spec.operators().stream()
                        .map(operator -> Placement.even(operator.ranks(), workers))
                        .toList());
    }

    /**
     * What is left of it on some of its workers, by their numbers: the ranks that they had, dealt anew. An operator that has lost all of its ranks
     * keeps one.
     */
    public World on(List<Integer> left) {
        return new World(
                names,
                placements.stream()
                        .map(each -> Placement.even(
                                Math.max(1, left.stream().mapToInt(each::ranks).sum()), left.size()))
                        .toList());
    }

    public Placement placement() {
        int workers = placements.getFirst().workers();
        return Placement.of(IntStream.range(0, workers)
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
