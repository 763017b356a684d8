package dev.weft.graph.algorithms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.graph.Buckets;
import dev.weft.graph.Edges;
import dev.weft.graph.Frontier;
import dev.weft.graph.Graph;
import dev.weft.graph.RandomEdges;
import dev.weft.graph.RandomShares;
import dev.weft.graph.Weight;
import dev.weft.runtime.JobResult;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.Program;
import dev.weft.runtime.Shares;
import dev.weft.runtime.testing.ThreadRanks;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The least that arrives along edges stays: against Dijkstra's algorithm and components, on any number of workers, ranks and threads. */
@Timeout(120)
class EdgeMinTest {
    private static final int GRAPHS = 60;

    @Test
    void lengthsOfPathsStepByStep() {
        for (int seed = 0; seed < GRAPHS; seed++) {
            var random = new Random(seed);
            Edges plain = RandomEdges.of(seed);
            double[] weights = random.doubles(plain.sources().length, 0, 9)
                    .map(weight -> random.nextInt(3) == 0 ? weight : Math.rint(weight))
                    .toArray();
            Edges edges = new Edges(plain.sources(), plain.targets(), plain.vertices(), plain.directed(), weights);
            SerialGraph serial = Serial.of(edges);
            int source = random.nextInt(serial.vertexCount());
            JobResult result = run(seed, edges, () -> rank -> {
                Graph graph = Graph.load(rank);
                double[] distance = graph.newDoubles(Double.POSITIVE_INFINITY);
                Frontier lowered = graph.vertices(Serial.ids(edges).id(source));
                graph.forEach(lowered, v -> distance[v] = 0);
                while (!lowered.isEmpty()) {
                    lowered.become(graph.edgeMin(lowered, distance, Weight.PLUS));
                }
                graph.result("distance", distance);
            });
            assertThat(SsspVerifier.verify(serial, source, result.doubles("distance")))
                    .as("seed=" + seed)
                    .isEmpty();
        }
    }

    @Test
    void smallestIdOfAComponent() {
        for (int seed = 0; seed < GRAPHS; seed++) {
            Edges plain = RandomEdges.of(seed);
            Edges edges = new Edges(plain.sources(), plain.targets(), plain.vertices(), false);
            JobResult result = run(seed, edges, () -> rank -> {
                Graph graph = Graph.load(rank);
                long[] component = graph.newLongs(0);
                graph.forEach(v -> component[v] = graph.globalId(v));
                Frontier lowered = graph.all();
                while (!lowered.isEmpty()) {
                    lowered.become(graph.edgeMin(lowered, component, Weight.NONE));
                }
                graph.result("component", component);
            });
            assertThat(WccVerifier.verify(Serial.of(edges), Serial.ids(edges), result.longs("component")))
                    .as("seed=" + seed)
                    .isEmpty();
        }
    }

    private static JobResult run(int seed, Edges edges, Supplier<Program> program) {
        Shares shares = RandomShares.of(seed);
        return ThreadRanks.run(
                JobSpec.of("test", program)
                        .ranks(shares.placement().ranks())
                        .threads(1 + seed % 3)
                        .args(Map.of("graph", edges)),
                shares);
    }

    @Test
    void whatCanNotBeIsRefused() {
        Edges negative = Edges.directed(new long[] {1}, new long[] {2}, new double[] {-1});
        Edges unweighted = Edges.directed(new long[] {1}, new long[] {2});
        assertThatThrownBy(() -> buckets(negative, 1)).hasStackTraceContaining("negative weights");
        assertThatThrownBy(() -> buckets(unweighted, 1)).hasStackTraceContaining("--weighted");
        assertThatThrownBy(() -> buckets(negative, 0)).hasStackTraceContaining("width=0.0");
        assertThatThrownBy(() -> ThreadRanks.run(1, 1, Map.of("graph", unweighted), () -> rank -> {
                    Graph graph = Graph.load(rank);
                    Frontier _ = graph.edgeMin(graph.all(), graph.newLongs(0), Weight.PLUS);
                }))
                .hasStackTraceContaining("--weighted");
        assertThatThrownBy(() -> ThreadRanks.run(1, 1, Map.of("graph", unweighted), () -> rank -> {
                    Graph graph = Graph.load(rank);
                    Frontier _ = graph.edgeMin(graph.all(), graph.newLongs(0), Weight.FUNCTION);
                }))
                .hasStackTraceContaining("has no function here");
    }

    @Test
    void olderBucketsAreRefused() {
        Edges edges = Edges.directed(new long[] {1}, new long[] {2}, new double[] {1});
        assertThatThrownBy(() -> ThreadRanks.run(1, 1, Map.of("graph", edges), () -> rank -> {
                    Graph graph = Graph.load(rank);
                    Buckets older = graph.buckets(graph.vertices(1), graph.newDoubles(0));
                    Buckets newer = graph.buckets(graph.vertices(1), graph.newDoubles(0));
                    graph.edgeMin(newer);
                    graph.edgeMin(older);
                }))
                .hasStackTraceContaining("newer buckets");
    }

    private static void buckets(Edges edges, double width) {
        ThreadRanks.run(1, 1, Map.of("graph", edges), () -> rank -> {
            Graph graph = Graph.load(rank);
            Buckets _ = graph.buckets(graph.none(), graph.newDoubles(0), width);
        });
    }
}
