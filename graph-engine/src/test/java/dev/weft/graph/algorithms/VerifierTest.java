package dev.weft.graph.algorithms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.graph.Edges;
import dev.weft.graph.RandomEdges;
import dev.weft.runtime.Ids;
import dev.weft.runtime.JobResult;
import dev.weft.runtime.testing.ThreadRanks;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A verifier is worth what it rejects: one planted error each time. */
class VerifierTest {
    private static final int SKEWED = 7;

    private final Edges edges = undirected(RandomEdges.of(SKEWED));
    private final SerialGraph serial = Serial.of(edges);
    private final Ids ids = Serial.ids(edges);
    private final Random random = new Random(SKEWED);

    private static Edges undirected(Edges edges) {
        return new Edges(edges.sources(), edges.targets(), edges.vertices(), false);
    }

    @Test
    void pageRankRejectsOneScoreThatIsOffByBillionths() {
        JobResult result = ThreadRanks.run(1, 1, Map.of("graph", edges, "iterations", 5), PageRank::new);
        for (int i = 0; i < 20; i++) {
            double[] score = result.doubles("pagerank").clone();
            int wrong = random.nextInt(score.length);
            score[wrong] *= 1 + 3e-9;
            assertThat(PageRankVerifier.verify(serial, 5, score, 1e-9)).isPresent();
            score[wrong] = Double.NaN;
            assertThat(PageRankVerifier.verify(serial, 5, score, 1e-9)).isPresent();
        }
        assertThat(PageRankVerifier.verify(serial, 4, result.doubles("pagerank"), 1e-9))
                .isPresent();
        assertThat(PageRankVerifier.verify(serial, 5, new double[1], 1e-9)).isPresent();
    }

    @Test
    void bfsRejectsAWrongLevelAndAWrongParent() {
        int source = 3;
        JobResult result = ThreadRanks.run(1, 1, Map.of("graph", edges, "source", ids.id(source)), Bfs::new);
        for (int i = 0; i < 20; i++) {
            int wrong = random.nextInt(serial.vertexCount());
            long[] level = result.longs("level").clone();
            long[] parent = result.longs("parent").clone();
            level[wrong]++;
            assertThat(BfsVerifier.verify(serial, ids, source, level, parent)).isPresent();
            level[wrong]--;
            parent[wrong] = wrong == source ? ids.id(0) : ids.id(wrong);
            assertThat(BfsVerifier.verify(serial, ids, source, level, parent)).isPresent();
        }
        assertThat(BfsVerifier.verify(serial, ids, source, new long[1], new long[1]))
                .isPresent();
    }

    @Test
    void wccRejectsAWrongLabel() {
        JobResult result = ThreadRanks.run(1, 1, Map.of("graph", edges), Wcc::new);
        for (int i = 0; i < 20; i++) {
            long[] component = result.longs("component").clone();
            int wrong = random.nextInt(component.length);
            component[wrong] = component[wrong] == ids.id(wrong) ? ids.id(wrong) + 1 : ids.id(wrong);
            assertThat(WccVerifier.verify(serial, ids, component)).isPresent();
        }
        assertThat(WccVerifier.verify(serial, ids, new long[1])).isPresent();
    }

    @Test
    void ssspRejectsADistanceThatIsOffByOneBit() {
        var weights = new double[edges.sources().length];
        Arrays.setAll(weights, _ -> random.nextDouble());
        var weighted = new Edges(edges.sources(), edges.targets(), edges.vertices(), false, weights);
        SerialGraph graph = Serial.of(weighted);
        JobResult result = ThreadRanks.run(1, 1, Map.of("graph", weighted, "source", ids.id(3)), Sssp::new);
        assertThat(SsspVerifier.verify(graph, 3, result.doubles("distance"))).isEmpty();
        for (int i = 0; i < 20; i++) {
            double[] distance = result.doubles("distance").clone();
            int wrong = random.nextInt(distance.length);
            distance[wrong] = distance[wrong] == Double.POSITIVE_INFINITY ? 7 : Math.nextDown(distance[wrong]);
            assertThat(SsspVerifier.verify(graph, 3, distance)).isPresent();
        }
        assertThat(SsspVerifier.verify(graph, 3, new double[1])).isPresent();
    }
}
