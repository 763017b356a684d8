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

    @Test
    void pageRankToToleranceRejectsAnIterationTooManyOrTooFew() {
        JobResult result = ThreadRanks.run(1, 1, Map.of("graph", edges, "tolerance", 1e-6), PageRank::new);
        int iterations = Math.toIntExact((Long) result.scalars().get("iterations"));
        for (int wrong : new int[] {iterations - 1, iterations + 1, 0}) {
            double[] score = ThreadRanks.run(1, 1, Map.of("graph", edges, "iterations", wrong), PageRank::new)
                    .doubles("pagerank");
            assertThat(PageRankVerifier.verify(serial, wrong, score, 1e-9)).isEmpty();
            assertThat(PageRankVerifier.verifyEnd(serial, 1e-6, wrong, score, 1e-6))
                    .isPresent();
        }
    }

    @Test
    void personalisedPageRankRejectsOneScoreThatIsOffByBillionths() {
        int seed = 3;
        JobResult result = ThreadRanks.run(
                1, 1, Map.of("graph", edges, "source", ids.id(seed), "iterations", 5), PersonalisedPageRank::new);
        for (int i = 0; i < 20; i++) {
            double[] score = result.doubles("ppr").clone();
            int wrong = random.nextInt(score.length);
            score[wrong] = score[wrong] * (1 + 3e-9) + 3e-18;
            assertThat(PersonalisedPageRankVerifier.verify(serial, seed, 5, score, 1e-9))
                    .isPresent();
            score[wrong] = Double.NaN;
            assertThat(PersonalisedPageRankVerifier.verify(serial, seed, 5, score, 1e-9))
                    .isPresent();
        }
        assertThat(PersonalisedPageRankVerifier.verify(serial, seed + 1, 5, result.doubles("ppr"), 1e-9))
                .isPresent();
        assertThat(PersonalisedPageRankVerifier.verify(serial, seed, 5, new double[1], 1e-9))
                .isPresent();
    }

    @Test
    void betweennessRejectsAValueThatIsOffByBillionths() {
        int source = 3;
        int[] sources = {source};
        JobResult result =
                ThreadRanks.run(1, 1, Map.of("graph", edges, "source", ids.id(source)), BetweennessCentrality::new);
        for (int i = 0; i < 20; i++) {
            double[] betweenness = result.doubles("betweenness").clone();
            int wrong = random.nextInt(betweenness.length);
            betweenness[wrong] = betweenness[wrong] * (1 + 3e-9) + (betweenness[wrong] == 0 ? 1e-9 : 0);
            assertThat(BetweennessCentralityVerifier.verify(serial, sources, betweenness, 1e-9))
                    .isPresent();
            betweenness[wrong] = Double.NaN;
            assertThat(BetweennessCentralityVerifier.verify(serial, sources, betweenness, 1e-9))
                    .isPresent();
        }
        assertThat(BetweennessCentralityVerifier.verify(
                        serial, new int[] {source + 1}, result.doubles("betweenness"), 1e-9))
                .isPresent();
        assertThat(BetweennessCentralityVerifier.verify(serial, sources, new double[1], 1e-9))
                .isPresent();
    }

    @Test
    void independentSetRejectsOneMoreOneLessAndWhatIsNeither() {
        JobResult result = ThreadRanks.run(1, 1, Map.of("graph", edges), MaximalIndependentSet::new);
        for (int wrong = 0; wrong < serial.vertexCount(); wrong++) {
            long[] selected = result.longs("selected").clone();
            selected[wrong] ^= 1;
            assertThat(MaximalIndependentSetVerifier.verify(serial, selected)).isPresent();
            selected[wrong] = 2;
            assertThat(MaximalIndependentSetVerifier.verify(serial, selected)).isPresent();
        }
        assertThat(MaximalIndependentSetVerifier.verify(serial, new long[1])).isPresent();
    }

    @Test
    void strongComponentsRejectsAWrongLabel() {
        Edges oneWay = new Edges(edges.sources(), edges.targets(), edges.vertices(), true);
        JobResult result = ThreadRanks.run(1, 1, Map.of("graph", oneWay), StrongComponents::new);
        for (int i = 0; i < 20; i++) {
            long[] component = result.longs("component").clone();
            int wrong = random.nextInt(component.length);
            component[wrong] = component[wrong] == ids.id(wrong) ? ids.id(wrong) + 1 : ids.id(wrong);
            assertThat(StrongComponentsVerifier.verify(Serial.of(oneWay), ids, component))
                    .isPresent();
        }
        assertThat(StrongComponentsVerifier.verify(Serial.of(oneWay), ids, new long[1]))
                .isPresent();
    }

    @Test
    void louvainRejectsAWrongLabelAndAModularityThatIsNotTheirs() {
        JobResult result = ThreadRanks.run(1, 1, Map.of("graph", edges), Louvain::new);
        double modularity = (Double) result.scalars().get("modularity");
        long[] right = result.longs("community");
        assertThat(LouvainVerifier.verify(serial, ids, right, modularity, 0.05)).isEmpty();
        for (int i = 0; i < 20; i++) {
            long[] community = right.clone();
            int wrong = random.nextInt(community.length);
            community[wrong] = community[wrong] == ids.id(wrong) ? ids.id(wrong) + 1 : ids.id(wrong);
            assertThat(LouvainVerifier.verify(serial, ids, community, modularity, 0.05))
                    .isPresent();
        }
        assertThat(LouvainVerifier.verify(serial, ids, right, modularity + 2e-6, 0.05))
                .isPresent();
        assertThat(LouvainVerifier.verify(serial, ids, right, Double.NaN, 0.05)).isPresent();
        assertThat(LouvainVerifier.verify(serial, ids, new long[1], modularity, 0.05))
                .isPresent();
    }

    /** All in one: the modularity is 0, which is right but not good. */
    @Test
    void louvainRejectsCommunitiesThatAreWorseThanOthers() {
        var all = new long[serial.vertexCount()];
        Arrays.fill(all, ids.id(0));
        assertThat(LouvainVerifier.verify(serial, ids, all, 0.0, 1.0)).isEmpty();
        assertThat(LouvainVerifier.verify(serial, ids, all, 0.0, 0.05))
                .get()
                .asString()
                .contains("serial Louvain");
    }
}
