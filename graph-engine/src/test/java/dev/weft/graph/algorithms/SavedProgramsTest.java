package dev.weft.graph.algorithms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.checkpoint.StoreException;
import dev.weft.checkpoint.save.StepId;
import dev.weft.collectives.Placement;
import dev.weft.graph.RandomEdges;
import dev.weft.runtime.Column;
import dev.weft.runtime.DrainedException;
import dev.weft.runtime.InjectedFaultException;
import dev.weft.runtime.JobResult;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.Program;
import dev.weft.runtime.SaveInterval;
import dev.weft.runtime.Shares;
import dev.weft.runtime.testing.SavedRanks;
import dev.weft.runtime.testing.ThreadRanks;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Programs that are killed at every step once go on from their checkpoints, also on other ranks and workers, and give the same bits. */
@Timeout(120)
class SavedProgramsTest {
    /** Shares as workers of different speeds have them, too. */
    private static final List<Shares> PLACES = List.of(
            Shares.equal(Placement.of(1)),
            Shares.equal(Placement.of(3)),
            Shares.weighted(Placement.of(1, 1), 1300, 700),
            Shares.weighted(Placement.of(2, 1), 100, 900));

    private static final int EVERY = 2;
    private static final int ODD_GRAPHS = 36;
    private static final int WCC_STEPS = 4;

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
                new Case("cdlp", Cdlp::new, Map.of("graph", "kronecker:scale=8,degree=4,seed=5")),
                new Case("wcc", Wcc::new, Map.of("graph", "kronecker:scale=8,degree=2,seed=6")),
                new Case(
                        "ppr",
                        PersonalisedPageRank::new,
                        Map.of(
                                "graph",
                                "kronecker:scale=8,degree=8,seed=7",
                                "seeds",
                                "1,5,9",
                                "iterations",
                                30,
                                "tolerance",
                                0.05)),
                new Case("kcore", KCore::new, Map.of("graph", "kronecker:scale=7,degree=4,seed=8")),
                new Case(
                        "betweenness",
                        BetweennessCentrality::new,
                        Map.of("graph", "kronecker:scale=8,degree=8,seed=9", "sources", 7)),
                new Case("msbfs", MultiSourceBfs::new, Map.of("graph", "ring:vertices=24", "source", "3,4,15")),
                new Case(
                        "msbfs in groups",
                        MultiSourceBfs::new,
                        Map.of("graph", "kronecker:scale=8,degree=8,seed=10", "sources", 70)),
                new Case("mis", MaximalIndependentSet::new, Map.of("graph", "ring:vertices=2000", "seed", 3)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void killedAtEveryStepOnce(Case program) throws StoreException {
        JobResult undisturbed = ThreadRanks.run(program.spec(2));
        List<StepId> boundaries = boundaries(program.spec(3));
        int steps = boundaries.size();
        assertThat(steps).isGreaterThan(3);
        var job = new SavedRanks(new SaveInterval.EverySteps(EVERY));
        for (int step = 0; step < steps; step++) {
            Shares place = place(step);
            int killed = step;
            assertThatThrownBy(() -> job.attempt(program.spec(place.placement().ranks()), place, killed))
                    .as("killed at %d of %d", killed, steps)
                    .isInstanceOf(InjectedFaultException.class);
            boolean otherLoop = job.from().loop() < boundaries.get(killed).loop();
            assertThat(boundaries.indexOf(job.from()))
                    .isGreaterThan(killed - (otherLoop ? 2 * EVERY : EVERY) - 2)
                    .isLessThanOrEqualTo(killed);
        }
        JobResult result = job.attempt(program.spec(4), Placement.of(2, 2), -1);
        assertThat(boundaries.indexOf(job.from())).isGreaterThan(0);
        assertThat(job.committed()).doesNotHaveDuplicates();
        assertSame(result, undisturbed);
    }

    /** What hangs from what is a matter of races and of the spread, which neither digests nor checkpoints may show. */
    @Test
    void componentsOfOddGraphsKilledAtEveryStepOnce() throws StoreException {
        for (int seed = 0; seed < ODD_GRAPHS; seed++) {
            var program = new Case("wcc, seed=" + seed, Wcc::new, Map.of("graph", RandomEdges.of(seed)));
            JobResult undisturbed = ThreadRanks.run(program.spec(1));
            var job = new SavedRanks(new SaveInterval.EverySteps(1));
            int last = WCC_STEPS - 1;
            for (int step = 0; step <= last; step++) {
                int killed = step;
                Shares place = place(seed + step);
                assertThatThrownBy(
                                () -> job.attempt(program.spec(place.placement().ranks()), place, killed))
                        .as("seed=%d killed at %d on %s", seed, killed, place)
                        .isInstanceOf(InjectedFaultException.class);
                assertThat(job.from().step()).as("seed=%d", seed).isEqualTo(Math.max(0, killed - 2));
            }
            Shares left = place(seed + WCC_STEPS);
            assertThatThrownBy(() -> job.drained(program.spec(left.placement().ranks()), left, last))
                    .isInstanceOf(DrainedException.class);
            Shares place = place(seed + WCC_STEPS + 1);
            assertSame(job.attempt(program.spec(place.placement().ranks()), place, -1), undisturbed);
            assertThat(job.from().step()).isEqualTo(last);
        }
    }

    private static Shares place(int number) {
        return PLACES.get(number % PLACES.size());
    }

    /** All that a job without a fault passes. */
    private static List<StepId> boundaries(JobSpec spec) throws StoreException {
        var job = new SavedRanks(new SaveInterval.EverySteps(Long.MAX_VALUE));
        JobResult _ = job.attempt(spec, Placement.of(spec.ranks()), -1);
        return job.passed();
    }

    private static void assertSame(JobResult result, JobResult undisturbed) {
        for (String column : undisturbed.columns()) {
            assertThat(texts(result.column(column))).as(column).isEqualTo(texts(undisturbed.column(column)));
        }
        assertThat(result.scalars()).isEqualTo(undisturbed.scalars());
    }

    private static List<String> texts(Column column) {
        return IntStream.range(0, column.size()).mapToObj(column::text).toList();
    }
}
