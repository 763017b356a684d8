package dev.weft.graph.algorithms;

import static dev.weft.graph.algorithms.AlgorithmsTest.sameBits;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.collectives.Placement;
import dev.weft.graph.Edges;
import dev.weft.graph.RandomEdges;
import dev.weft.runtime.JobResult;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.Program;
import dev.weft.runtime.ProgramProvider;
import dev.weft.runtime.testing.ThreadRanks;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Communities, clustering, triangles, cores and degrees: right by their verifiers on seeded random graphs with self-loops and parallel
 * edges, the same bits on any number of workers, ranks and threads, and as worked out by hand.
 */
@Timeout(180)
class StructureTest {
    private static final int GRAPHS = 36;

    private static final Edges TWO_TRIANGLES = Edges.undirected(
                    new long[] {1, 2, 3, 3, 4, 5, 6}, new long[] {2, 3, 1, 4, 5, 6, 4})
            .with(7);

    @Test
    void cdlp() {
        for (int seed = 0; seed < GRAPHS; seed++) {
            Edges edges = RandomEdges.of(seed);
            int iterations = new Random(seed).nextInt(12);
            JobResult result = sameBits(seed, Cdlp::new, Map.of("graph", edges, "iterations", iterations))
                    .getFirst();
            assertThat(CdlpVerifier.verify(Serial.of(edges), Serial.ids(edges), iterations, result.longs("label")))
                    .as("seed=" + seed)
                    .isEmpty();
        }
    }

    @Test
    void lcc() {
        for (int seed = 0; seed < GRAPHS; seed++) {
            Edges edges = RandomEdges.of(seed);
            JobResult result = sameBits(seed, Lcc::new, Map.of("graph", edges)).getFirst();
            assertThat(LccVerifier.verify(Serial.of(edges), result.doubles("lcc")))
                    .as("seed=" + seed)
                    .isEmpty();
        }
    }

    @Test
    void triangles() {
        for (int seed = 0; seed < GRAPHS; seed++) {
            Edges edges = RandomEdges.of(seed);
            JobResult result =
                    sameBits(seed, Triangles::new, Map.of("graph", edges)).getFirst();
            assertThat(TrianglesVerifier.verify(
                            Serial.of(edges), result.longs("triangles"), scalar(result, "triangles")))
                    .as("seed=" + seed)
                    .isEmpty();
        }
    }

    @Test
    void kCore() {
        for (int seed = 0; seed < GRAPHS; seed++) {
            Edges edges = RandomEdges.of(seed);
            JobResult result =
                    sameBits(seed, KCore::new, Map.of("graph", edges)).getFirst();
            assertThat(KCoreVerifier.verify(Serial.of(edges), result.longs("core"), scalar(result, "degeneracy")))
                    .as("seed=" + seed)
                    .isEmpty();
        }
    }

    @Test
    void degrees() {
        for (int seed = 0; seed < GRAPHS; seed++) {
            Edges edges = RandomEdges.of(seed);
            JobResult result =
                    sameBits(seed, Degrees::new, Map.of("graph", edges)).getFirst();
            assertThat(DegreesVerifier.verify(Serial.of(edges), result::longs, result.scalars()))
                    .as("seed=" + seed)
                    .isEmpty();
        }
    }

    /** Hubs, many vertices that are none, several pieces a rank, and edges both ways. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void largeGraphs(boolean directed) {
        Edges edges = large(directed);
        SerialGraph serial = Serial.of(edges);
        for (Placement placement : List.of(Placement.together(2), Placement.of(2, 1, 3))) {
            assertThat(CdlpVerifier.verify(
                            serial,
                            Serial.ids(edges),
                            6,
                            run(placement, Cdlp::new, edges, 6).longs("label")))
                    .isEmpty();
            assertThat(LccVerifier.verify(
                            serial, run(placement, Lcc::new, edges, 0).doubles("lcc")))
                    .isEmpty();
            JobResult triangles = run(placement, Triangles::new, edges, 0);
            assertThat(TrianglesVerifier.verify(serial, triangles.longs("triangles"), scalar(triangles, "triangles")))
                    .isEmpty();
            JobResult cores = run(placement, KCore::new, edges, 0);
            assertThat(KCoreVerifier.verify(serial, cores.longs("core"), scalar(cores, "degeneracy")))
                    .isEmpty();
        }
    }

    private static Edges large(boolean directed) {
        var random = new Random(5);
        int n = 20_000;
        var sources = new long[6 * n];
        var targets = new long[6 * n];
        for (int i = 0; i < sources.length; i++) {
            sources[i] = 3L * (int) (n * Math.pow(random.nextDouble(), 3));
            targets[i] = 3L * Math.floorMod(sources[i] / 3 + (int) (200 * random.nextGaussian()), n);
        }
        return new Edges(sources, targets, new long[0], directed);
    }

    private static JobResult run(Placement placement, Supplier<Program> program, Edges edges, int iterations) {
        JobSpec spec = JobSpec.of("test", program)
                .ranks(placement.ranks())
                .threads(2)
                .args(Map.of("graph", edges, "iterations", iterations));
        return ThreadRanks.run(spec, placement);
    }

    @Test
    void programsAreOfferedByTheirNames() {
        Map<String, List<String>> options = ServiceLoader.load(ProgramProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .collect(Collectors.toMap(
                        ProgramProvider::name,
                        provider -> provider.options().stream()
                                .map(ProgramProvider.ProgramOption::name)
                                .toList()));
        assertThat(options)
                .containsEntry("cdlp", List.of("iterations"))
                .containsEntry("lcc", List.of())
                .containsEntry("triangles", List.of())
                .containsEntry("kcore", List.of())
                .containsEntry("degrees", List.of());
    }

    private static long scalar(JobResult result, String name) {
        return (long) result.scalars().get(name);
    }

    private static JobResult run(Supplier<Program> program, Edges edges, int iterations) {
        return ThreadRanks.run(2, 2, Map.of("graph", edges, "iterations", iterations), program);
    }

    @Test
    void labelsOfTwoTrianglesByHand() {
        assertThat(run(Cdlp::new, TWO_TRIANGLES, 0).longs("label")).containsExactly(1, 2, 3, 4, 5, 6, 7);
        assertThat(run(Cdlp::new, TWO_TRIANGLES, 1).longs("label")).containsExactly(2, 1, 1, 3, 4, 4, 7);
        assertThat(run(Cdlp::new, TWO_TRIANGLES, 2).longs("label")).containsExactly(1, 1, 1, 4, 3, 3, 7);
        assertThat(run(Cdlp::new, TWO_TRIANGLES, 3).longs("label")).containsExactly(1, 1, 1, 3, 3, 3, 7);
        assertThat(run(Cdlp::new, TWO_TRIANGLES, 50).longs("label")).containsExactly(1, 1, 1, 3, 3, 3, 7);
    }

    /** In the first round vertex 1 sees 5 twice, 3 and 4 once: 5 wins though it is the largest. */
    @Test
    void labelsOfDirectedEdgesByHand() {
        Edges edges = Edges.directed(new long[] {1, 5, 1, 4, 4}, new long[] {5, 1, 3, 1, 3});
        assertThat(run(Cdlp::new, edges, 1).longs("label")).containsExactly(5, 1, 1, 1);
        assertThat(run(Cdlp::new, edges, 2).longs("label")).containsExactly(1, 1, 1, 5);
        assertThat(run(Cdlp::new, edges, 3).longs("label")).containsExactly(1, 1, 1, 1);
    }

    @Test
    void clusteringOfTwoTrianglesByHand() {
        assertThat(run(Lcc::new, TWO_TRIANGLES, 0).doubles("lcc"))
                .containsExactly(1.0, 1.0, 2.0 / 6, 2.0 / 6, 1.0, 1.0, 0.0);
    }

    /** Neighbours of 1 are 3, 4 and 5 with 4 to 3 between them; of 3 they are 1 and 4; of 4 they are 1 and 3, joined both ways. */
    @Test
    void clusteringOfDirectedEdgesByHand() {
        Edges edges = Edges.directed(new long[] {1, 5, 1, 3, 4, 4}, new long[] {5, 1, 3, 1, 1, 3});
        assertThat(run(Lcc::new, edges, 0).doubles("lcc")).containsExactly(1.0 / 6, 1.0 / 2, 1.0, 0.0);
    }

    /** A square with one diagonal, and a tail of two edges. */
    @Test
    void trianglesAndCoresByHand() {
        Edges edges = Edges.undirected(new long[] {1, 2, 3, 4, 1, 4, 5}, new long[] {2, 3, 4, 1, 3, 5, 6});
        JobResult triangles = run(Triangles::new, edges, 0);
        assertThat(triangles.longs("triangles")).containsExactly(2, 1, 2, 1, 0, 0);
        assertThat(triangles.scalars()).containsEntry("triangles", 2L);
        JobResult cores = run(KCore::new, edges, 0);
        assertThat(cores.longs("core")).containsExactly(2, 2, 2, 2, 1, 1);
        assertThat(cores.scalars()).containsEntry("degeneracy", 2L);
    }

    /** Degrees 1, 2, ... 10 and one of 0. */
    @Test
    void percentilesByHand() {
        var sources = new long[55];
        var targets = new long[55];
        int next = 0;
        for (int v = 1; v <= 10; v++) {
            for (int i = 0; i < v; i++) {
                sources[next] = v;
                targets[next++] = v;
            }
        }
        assertThat(run(Degrees::new, Edges.undirected(sources, targets).with(77), 0)
                        .scalars())
                .containsEntry("degree_min", 0L)
                .containsEntry("degree_max", 10L)
                .containsEntry("degree_mean", 5.0)
                .containsEntry("degree_p50", 5L)
                .containsEntry("degree_p90", 9L)
                .containsEntry("degree_p99", 10L)
                .containsEntry("isolated", 1L);
    }
}
