package dev.weft.collectives.flight;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/** Ranks with successive numbers. */
record RankRun(int first, int ranks) {

    /** In the order of the list. */
    static List<RankRun> of(Collection<Integer> ranks) {
        var runs = new ArrayList<RankRun>();
        for (int rank : ranks) {
            RankRun last = runs.isEmpty() ? new RankRun(rank, 0) : runs.getLast();
            if (!runs.isEmpty() && rank == last.first + last.ranks) {
                runs.set(runs.size() - 1, new RankRun(last.first, last.ranks + 1));
            } else {
                runs.add(new RankRun(rank, 1));
            }
        }
        return runs;
    }

    static List<Integer> ranks(List<RankRun> runs) {
        return runs.stream()
                .flatMap(
                        run -> IntStream.range(run.first, run.first + run.ranks).boxed())
                .toList();
    }

    int last() {
        return first + ranks - 1;
    }
}
