package dev.weft.graph.algorithms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.checkpoint.StoreException;
import dev.weft.collectives.Placement;
import dev.weft.runtime.Column;
import dev.weft.runtime.InjectedFaultException;
import dev.weft.runtime.JobResult;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.Program;
import dev.weft.runtime.SaveInterval;
import dev.weft.runtime.testing.SavedRanks;
import dev.weft.runtime.testing.ThreadRanks;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Programs that are killed at every step once go on from their checkpoints, also on other ranks and workers, and give the same bits. */
@Timeout(120)
class SavedProgramsTest {
    private static final List<Placement> PLACES =
            List.of(Placement.of(1), Placement.of(3), Placement.of(1, 1), Placement.of(2, 1));
    private static final int EVERY = 2;

    record Case(String name, Supplier<? extends Program> program, Map<String, Object> args) {
        @Override
        public String toString() {
            return name;
        }

        JobSpec spec(int ranks) {
            return JobSpec.of(name, program).ranks(ranks).threads(2).args(args);
        }
    }

    static List<Case> cases() {
        return List.of(
                new Case(
                        "pagerank",
                        PageRank::new,
                        Map.of("graph", "kronecker:scale=8,degree=8,seed=3", "iterations", 9)),
                new Case("bfs", Bfs::new, Map.of("graph", "ring:vertices=40", "source", 3)),
                new Case(
                        "sssp",
                        Sssp::new,
                        Map.of(
                                "graph",
                                "kronecker:scale=8,degree=8,seed=4,weights=1..255",
                                "weighted",
                                true,
                                "source",
                                1)),
                new Case("cdlp", Cdlp::new, Map.of("graph", "kronecker:scale=8,degree=4,seed=5")));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void killedAtEveryStepOnce(Case program) throws StoreException {
        JobResult undisturbed = ThreadRanks.run(program.spec(2));
        long steps = undisturbed.report().supersteps();
        assertThat(steps).isGreaterThan(3);
        var job = new SavedRanks(new SaveInterval.EverySteps(EVERY));
        for (long step = 0; step < steps; step++) {
            Placement place = PLACES.get((int) step % PLACES.size());
            long killed = step;
            assertThatThrownBy(() -> job.attempt(program.spec(place.ranks()), place, killed))
                    .as("killed at %d of %d", killed, steps)
                    .isInstanceOf(InjectedFaultException.class);
            assertThat(job.from().step()).isGreaterThan(killed - EVERY - 2).isLessThanOrEqualTo(killed);
        }
        JobResult result = job.attempt(program.spec(4), Placement.of(2, 2), -1);
        assertThat(job.from().step()).isGreaterThan(0);
        assertThat(job.committed()).doesNotHaveDuplicates();
        for (String column : undisturbed.columns()) {
            assertThat(texts(result.column(column))).as(column).isEqualTo(texts(undisturbed.column(column)));
        }
    }

    private static List<String> texts(Column column) {
        return IntStream.range(0, column.size()).mapToObj(column::text).toList();
    }
}
