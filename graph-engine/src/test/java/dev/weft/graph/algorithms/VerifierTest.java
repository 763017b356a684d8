package dev.weft.graph.algorithms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.graph.Edges;
import dev.weft.graph.RandomEdges;
import dev.weft.runtime.Ids;
import dev.weft.runtime.JobResult;
import dev.weft.runtime.testing.ThreadRanks;
import java.util.Arrays;
import java.util.HashMap;
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
    void multiSourceBfsRejectsAWrongLevelAndLevelsFromAnotherSource() {
        String sources = ids.id(3) + "," + ids.id(5);
        JobResult result = ThreadRanks.run(1, 1, Map.of("graph", edges, "source", sources), MultiSourceBfs::new);
        for (int i = 0; i < 20; i++) {
            long[] level = result.longs("level/" + ids.id(5)).clone();
            assertThat(MultiSourceBfsVerifier.verify(serial, 5, level)).isEmpty();
            level[random.nextInt(level.length)] += i % 2 == 0 ? 1 : -1;
            assertThat(MultiSourceBfsVerifier.verify(serial, 5, level)).isPresent();
        }
        assertThat(MultiSourceBfsVerifier.verify(serial, 3, result.longs("level/" + ids.id(5))))
                .isPresent();
        assertThat(MultiSourceBfsVerifier.verify(serial, 3, new long[1])).isPresent();
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

    @Test
    void cdlpRejectsAWrongLabelAndAnotherNumberOfRounds() {
        JobResult result = ThreadRanks.run(1, 1, Map.of("graph", edges, "iterations", 2), Cdlp::new);
        for (int i = 0; i < 20; i++) {
            long[] label = result.longs("label").clone();
            int wrong = random.nextInt(label.length);
            label[wrong] = label[wrong] == ids.id(wrong) ? ids.id(0) + 1 : ids.id(wrong);
            assertThat(CdlpVerifier.verify(serial, ids, 2, label)).isPresent();
        }
        assertThat(CdlpVerifier.verify(serial, ids, 1, result.longs("label"))).isPresent();
        assertThat(CdlpVerifier.verify(serial, ids, 2, new long[1])).isPresent();
    }

    @Test
    void lccRejectsTheNextDouble() {
        JobResult result = ThreadRanks.run(1, 1, Map.of("graph", edges), Lcc::new);
        for (int i = 0; i < 20; i++) {
            double[] lcc = result.doubles("lcc").clone();
            int wrong = random.nextInt(lcc.length);
            lcc[wrong] = i % 2 == 0 ? Math.nextUp(lcc[wrong]) : Double.NaN;
            assertThat(LccVerifier.verify(serial, lcc)).isPresent();
        }
        assertThat(LccVerifier.verify(serial, new double[1])).isPresent();
    }

    @Test
    void trianglesRejectOneMoreOrLess() {
        JobResult result = ThreadRanks.run(1, 1, Map.of("graph", edges), Triangles::new);
        long all = (long) result.scalars().get("triangles");
        for (int i = 0; i < 20; i++) {
            long[] triangles = result.longs("triangles").clone();
            triangles[random.nextInt(triangles.length)] += i % 2 == 0 ? 1 : -1;
            assertThat(TrianglesVerifier.verify(serial, triangles, all)).isPresent();
        }
        assertThat(TrianglesVerifier.verify(serial, result.longs("triangles"), all + 1))
                .isPresent();
        assertThat(TrianglesVerifier.verify(serial, new long[1], all)).isPresent();
    }

    @Test
    void kCoreRejectsOneMoreOrLess() {
        JobResult result = ThreadRanks.run(1, 1, Map.of("graph", edges), KCore::new);
        long degeneracy = (long) result.scalars().get("degeneracy");
        for (int i = 0; i < 20; i++) {
            long[] core = result.longs("core").clone();
            core[random.nextInt(core.length)] += i % 2 == 0 ? 1 : -1;
            assertThat(KCoreVerifier.verify(serial, core, degeneracy)).isPresent();
        }
        assertThat(KCoreVerifier.verify(serial, result.longs("core"), degeneracy + 1))
                .isPresent();
        assertThat(KCoreVerifier.verify(serial, new long[1], degeneracy)).isPresent();
    }

    @Test
    void degreesRejectOneMoreAndEachWrongScalar() {
        Edges directed = new Edges(edges.sources(), edges.targets(), edges.vertices(), true);
        SerialGraph graph = Serial.of(directed);
        JobResult result = ThreadRanks.run(1, 1, Map.of("graph", directed), Degrees::new);
        for (String wrong : result.columns()) {
            int vertex = random.nextInt(serial.vertexCount());
            assertThat(DegreesVerifier.verify(
                            graph, name -> oneMore(result.longs(name), name.equals(wrong), vertex), result.scalars()))
                    .as(wrong)
                    .isPresent();
        }
        for (String wrong : result.scalars().keySet()) {
            Map<String, Object> scalars = new HashMap<>(result.scalars());
            scalars.compute(wrong, (_, value) -> value instanceof Long whole ? (Object) (whole + 1) : (Object) 0.0);
            assertThat(DegreesVerifier.verify(graph, result::longs, scalars))
                    .as(wrong)
                    .isPresent();
        }
        assertThat(DegreesVerifier.verify(graph, _ -> new long[1], result.scalars()))
                .isPresent();
    }

    private static long[] oneMore(long[] values, boolean really, int at) {
        long[] copy = values.clone();
        copy[at] += really ? 1 : 0;
        return copy;
    }
}
