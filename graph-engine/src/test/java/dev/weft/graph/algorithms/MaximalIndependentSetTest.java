package dev.weft.graph.algorithms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.graph.Edges;
import dev.weft.graph.RandomEdges;
import dev.weft.runtime.Ids;
import dev.weft.runtime.JobResult;
import dev.weft.runtime.testing.ThreadRanks;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class MaximalIndependentSetTest {
    @Test
    void isTheSetThatGoingThroughTheVerticesInOrderGives() {
        for (int seed = 0; seed < 36; seed++) {
            Edges edges = RandomEdges.of(seed);
            SerialGraph serial = Serial.of(edges);
            long[] expected = inOrder(serial, Serial.ids(edges), new RandomOrder(seed));
            for (JobResult result :
                    AlgorithmsTest.sameBits(seed, MaximalIndependentSet::new, Map.of("graph", edges, "seed", seed))) {
                long[] selected = result.longs("selected");
                assertThat(MaximalIndependentSetVerifier.verify(serial, selected))
                        .as("seed=" + seed)
                        .isEmpty();
                assertThat(selected).as("seed=" + seed).isEqualTo(expected);
                assertThat(result.scalars())
                        .containsEntry("size", LongStream.of(selected).sum());
            }
        }
    }

    private static long[] inOrder(SerialGraph graph, Ids ids, RandomOrder order) {
        int n = graph.vertexCount();
        var neighbours = new boolean[n][n];
        for (int v = 0; v < n; v++) {
            for (int i = 0; i < graph.degree(v); i++) {
                neighbours[v][graph.target(v, i)] = true;
                neighbours[graph.target(v, i)][v] = true;
            }
        }
        var selected = new long[n];
        IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.comparingLong(v -> order.key(ids.id(v))))
                .forEach(v -> selected[v] =
                        IntStream.range(0, n).noneMatch(u -> u != v && neighbours[v][u] && selected[u] == 1) ? 1 : 0);
        return selected;
    }

    /** Either the centre or all the leaves. */
    @Test
    void ofAStarIsOneOfTwo() {
        long[] centre = new long[50];
        long[] leaves = LongStream.rangeClosed(1, 50).toArray();
        for (int seed = 0; seed < 200; seed++) {
            JobResult result = ThreadRanks.run(
                    1 + seed % 3,
                    1,
                    Map.of("graph", Edges.directed(centre, leaves), "seed", seed),
                    MaximalIndependentSet::new);
            assertThat((Long) result.scalars().get("size")).as("seed=" + seed).isIn(1L, 50L);
        }
    }
}
