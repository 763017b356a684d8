package dev.weft.graph.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.graph.ConvertCommand;
import dev.weft.graph.algorithms.PageRank;
import dev.weft.graph.algorithms.SerialGraph;
import dev.weft.graph.source.GraphOptions;
import dev.weft.runtime.UsageException;
import dev.weft.runtime.Weft;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class BenchGraphCommandTest {
    private static final String WEIGHTED = "kronecker:scale=7,degree=8,seed=1,weights=1..255";

    private static final PrintStream NOWHERE = new PrintStream(OutputStream.nullOutputStream());

    @TempDir
    private Path folder;

    private static String run(Map<String, String> values) throws Exception {
        var bytes = new ByteArrayOutputStream();
        var out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        assertThat(new BenchGraphCommand().run(values, out, System.err)).isZero();
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void everyKernelIsMeasuredOnTheGraphsThatFit() throws Exception {
        Path json = folder.resolve("figures.json");
        String said = run(Map.of("graph", WEIGHTED + ";kronecker:scale=5", "trials", "1", "json", json.toString()));
        for (GraphKernel kernel : GraphKernel.ALL) {
            assertThat(said.lines().filter(line -> line.startsWith(kernel.name() + " ")))
                    .as(kernel.name())
                    .hasSize(kernel.weighted() ? 1 : 2);
        }
        assertThat(Files.readString(json))
                .contains("\"kernel\": \"sssp\"", "\"verified\": true", "\"first_seconds\": ")
                .contains("\"graph\": \"" + WEIGHTED + "\"");
    }

    @Test
    void startsThatAreDrawnTwiceCountOnce() throws Exception {
        assertThat(run(Map.of("graph", "ring:vertices=3", "trials", "2", "kernels", "betweenness")))
                .contains("\nbetweenness ");
    }

    @Test
    void aBinaryGraphIsMeasuredWithWhatItWasConvertedWith() throws Exception {
        for (String spec : new String[] {WEIGHTED, "jdk:"}) {
            Path binary = folder.resolve("graph-" + spec.substring(0, 3));
            assertThat(new ConvertCommand()
                            .run(Map.of("GRAPH", spec, "output", binary.toString()), System.out, NOWHERE))
                    .isZero();
            TrialGraph expected = TrialGraph.read(spec, GraphOptions.NONE);
            TrialGraph graph = TrialGraph.read(binary.toString(), GraphOptions.NONE);
            assertSame(graph.serial(), expected.serial());
            assertThat(graph.edgeCount()).isEqualTo(expected.edgeCount());
            String said = run(Map.of("graph", binary.toString(), "trials", "1"));
            assertThat(said).startsWith(binary + ": ");
            for (GraphKernel kernel : GraphKernel.ALL) {
                assertThat(said.lines().filter(line -> line.startsWith(kernel.name() + " ")))
                        .as(kernel.name() + " of " + spec)
                        .hasSize(kernel.fits(expected) ? 1 : 0);
            }
        }
    }

    /** The same lists, in any order. */
    private static void assertSame(SerialGraph actual, SerialGraph expected) {
        assertThat(actual.vertexCount()).isEqualTo(expected.vertexCount());
        assertThat(actual.directed()).isEqualTo(expected.directed());
        for (int v = 0; v < expected.vertexCount(); v++) {
            assertThat(edges(actual, v)).as("vertex " + v).isEqualTo(edges(expected, v));
        }
    }

    private static List<String> edges(SerialGraph graph, int vertex) {
        return IntStream.range(0, graph.degree(vertex))
                .mapToObj(i -> graph.target(vertex, i) + " " + (graph.weighted() ? graph.weight(vertex, i) : ""))
                .sorted()
                .toList();
    }

    @Test
    void aBrokenBinaryGraphIsNamed() throws Exception {
        Path binary = folder.resolve("broken");
        assertThat(new ConvertCommand()
                        .run(Map.of("GRAPH", "kronecker:scale=5", "output", binary.toString()), System.out, NOWHERE))
                .isZero();
        Files.delete(binary.resolve("part-3.weft"));
        refused(Map.of("graph", binary.toString()), "part-3.weft");
    }

    @Test
    void wrongResultsHaveNoFigures() {
        var wrong =
                new GraphKernel("pagerank", false, 1, PageRank::new, Map.of(), (_, _, _) -> Optional.of("it is wrong"));
        var graph = TrialGraph.read("kronecker:scale=5", GraphOptions.NONE);
        try (var weft = Weft.local()) {
            var benchmark = new GraphBenchmark(weft, graph, 1, 1, 1, 1);
            assertThatThrownBy(() -> benchmark.run(wrong, benchmark.starts(wrong), _ -> {}))
                    .hasMessage("pagerank: it is wrong");
        }
    }

    @Test
    void wrongWordsAreRefused() {
        refused(Map.of("kernels", "pagrank"), "there is no kernel \"pagrank\"");
        refused(Map.of("trials", "0"), "--trials 0");
        refused(Map.of("ranks", "two"), "--ranks two: give a whole number");
        refused(Map.of("weighted", "yes"), "--weighted yes: give true or false");
        refused(Map.of("graph", "kronecker:scale=5", "kernels", "sssp"), "needs weights");
    }

    private static void refused(Map<String, String> values, String sentence) {
        assertThatThrownBy(() -> run(values)).isInstanceOf(UsageException.class).hasMessageContaining(sentence);
    }
}
