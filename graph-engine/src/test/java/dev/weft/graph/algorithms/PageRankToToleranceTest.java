package dev.weft.graph.algorithms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.weft.graph.Edges;
import dev.weft.graph.RandomEdges;
import dev.weft.runtime.Ids;
import dev.weft.runtime.JobResult;
import dev.weft.runtime.UsageException;
import dev.weft.runtime.testing.ThreadRanks;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** PageRank until it changes no more, and personalised PageRank. */
@Timeout(120)
class PageRankToToleranceTest {
    private static final int GRAPHS = 18;

    @Test
    void endsAtTheFirstIterationThatChangesLess() {
        endsAtTheFirstIterationThatChangesLess(GRAPHS);
    }

    @Tag("long")
    @Timeout(1200)
    @Test
    void endsThereOnManyGraphs() {
        endsAtTheFirstIterationThatChangesLess(1_000);
    }

    private static void endsAtTheFirstIterationThatChangesLess(int graphs) {
        for (int seed = 0; seed < graphs; seed++) {
            Edges edges = RandomEdges.of(seed);
            for (JobResult result :
                    AlgorithmsTest.sameBits(seed, PageRank::new, Map.of("graph", edges, "tolerance", 1e-6))) {
                int iterations = Math.toIntExact((Long) result.scalars().get("iterations"));
                assertThat(iterations).as("seed=" + seed).isLessThan(100);
                assertThat(PageRankVerifier.verifyEnd(
                                Serial.of(edges), 1e-6, iterations, result.doubles("pagerank"), 1e-6))
                        .as("seed=" + seed)
                        .isEmpty();
            }
        }
    }

    @Test
    void theLimitOfIterationsHoldsForATolerance() {
        Edges edges = RandomEdges.of(2);
        JobResult result =
                ThreadRanks.run(1, 1, Map.of("graph", edges, "tolerance", 1e-300, "iterations", 3), PageRank::new);
        assertThat(result.scalars()).containsEntry("iterations", 3L);
        assertThat(PageRankVerifier.verify(Serial.of(edges), 3, result.doubles("pagerank"), 1e-9))
                .isEmpty();
    }

    @Test
    void oneSeed() {
        for (int seed = 0; seed < GRAPHS; seed++) {
            Edges edges = RandomEdges.of(seed);
            Ids ids = Serial.ids(edges);
            int start = new Random(seed).nextInt(ids.size());
            Map<String, ?> args = Map.of("graph", edges, "source", ids.id(start), "iterations", 7);
            for (JobResult result : AlgorithmsTest.sameBits(seed, PersonalisedPageRank::new, args)) {
                assertThat(PersonalisedPageRankVerifier.verify(Serial.of(edges), start, 7, result.doubles("ppr"), 1e-9))
                        .as("seed=" + seed)
                        .isEmpty();
            }
        }
    }

    @Test
    void severalSeedsEachAsIfAlone() {
        for (int seed = 9; seed < 9 + 18; seed++) {
            Edges edges = RandomEdges.of(seed);
            Ids ids = Serial.ids(edges);
            int[] starts = new Random(seed).ints(3, 0, ids.size()).distinct().toArray();
            String seeds = String.join(
                    " ,", Arrays.stream(starts).mapToObj(s -> "" + ids.id(s)).toList());
            Map<String, ?> args = Map.of("graph", edges, "seeds", seeds, "tolerance", 1e-5);
            for (JobResult result : AlgorithmsTest.sameBits(seed, PersonalisedPageRank::new, args)) {
                for (int start : starts) {
                    String name = starts.length == 1 ? "ppr" : "ppr/" + ids.id(start);
                    long iterations = (Long) result.scalars().get("iterations");
                    assertThat(PersonalisedPageRankVerifier.verify(
                                    Serial.of(edges), start, iterations, result.doubles(name), 1e-9))
                            .as("seed=" + seed)
                            .isEmpty();
                }
            }
        }
    }

    /** What is at 1 goes to 2 but for 0.15 of it; what is at 2 can't go on and goes back to 1. */
    @Test
    void onAnEdgeTheWalkSwings() {
        Edges edge = Edges.directed(new long[] {1}, new long[] {2});
        double[][] expected = {{1, 0}, {0.15, 0.85}, {0.15 * 0.15 + 0.85, 0.85 * 0.15}, {0.258375, 0.741625}};
        for (int iterations = 0; iterations < expected.length; iterations++) {
            Map<String, ?> args = Map.of("graph", edge, "source", 1, "iterations", iterations);
            JobResult result = ThreadRanks.run(2, 1, args, PersonalisedPageRank::new);
            assertThat(result.doubles("ppr")).containsExactly(expected[iterations], within(1e-12));
        }
    }

    @Test
    void wrongArgumentsAreNamed() {
        Edges edges = RandomEdges.of(2);
        assertThatThrownBy(() -> ThreadRanks.run(1, 1, Map.of("graph", edges), PersonalisedPageRank::new))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("--set seeds=");
        assertThatThrownBy(
                        () -> ThreadRanks.run(1, 1, Map.of("graph", edges, "seeds", "1;2"), PersonalisedPageRank::new))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("1;2");
        assertThatThrownBy(() -> ThreadRanks.run(1, 1, Map.of("graph", edges, "tolerance", -1), PageRank::new))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("tolerance=-1");
    }
}
