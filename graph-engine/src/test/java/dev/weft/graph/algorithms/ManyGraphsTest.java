package dev.weft.graph.algorithms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.graph.benchmark.GraphKernel;
import dev.weft.graph.benchmark.TrialGraph;
import dev.weft.runtime.JobResult;
import dev.weft.runtime.ProgramProvider;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every built-in program on graphs of every generator and of odd shapes: right by its verifier, and the same bits on any number of workers,
 * ranks and threads. By default on one of each generator (odd shapes have the programs' own tests), in the long tests on more than a thousand.
 */
class ManyGraphsTest {
    private static final int MANY = 1_100;
    private static final double[] DELTAS = {0.01, 1, 3.5, 1000};
    /** Small graphs have bad luck with Louvain, whoever runs it; large ones are compared more closely in {@link LouvainTest}. */
    private static final double MODULARITY_MARGIN = 0.12;

    /** As {@code weft bench graph} measures and checks them, and what it does not measure. */
    static Stream<GraphKernel> kernels() {
        return Stream.concat(
                GraphKernel.ALL.stream().filter(kernel -> !kernel.name().equals("louvain")),
                Stream.of(
                        kernel("louvain", new BuiltIn.OfLouvain(), ManyGraphsTest::wrongCommunities),
                        kernel("degrees", new BuiltIn.OfDegrees(), ManyGraphsTest::wrongDegrees)));
    }

    private static GraphKernel kernel(String name, ProgramProvider provider, GraphKernel.Check check) {
        return new GraphKernel(name, false, 1, provider.program(), Map.of(), check);
    }

    private static Optional<String> wrongCommunities(TrialGraph graph, int[] starts, JobResult result) {
        return LouvainVerifier.verify(
                graph.serial(),
                graph.ids(),
                result.longs("community"),
                (Double) result.scalars().get("modularity"),
                MODULARITY_MARGIN);
    }

    private static Optional<String> wrongDegrees(TrialGraph graph, int[] starts, JobResult result) {
        return DegreesVerifier.verify(graph.serial(), result::longs, result.scalars());
    }

    @Test
    void noBuiltInProgramIsForgotten() {
        assertThat(kernels().map(GraphKernel::name))
                .containsExactlyInAnyOrderElementsOf(RenamedProgramsTest.builtIns()
                        .map(ProgramProvider::name)
                        .toList());
    }

    @Timeout(120)
    @ParameterizedTest(name = "{0}")
    @MethodSource("names")
    void someAreRight(String kernel) {
        areRight(kernel, IntStream.range(0, RandomGraph.GENERATORS).map(RandomGraph::seedOfGenerator));
    }

    @Tag("long")
    @Timeout(3600)
    @ParameterizedTest(name = "{0}")
    @MethodSource("names")
    void allAreRight(String kernel) {
        areRight(kernel, IntStream.range(0, MANY));
    }

    static List<String> names() {
        return kernels().map(GraphKernel::name).toList();
    }

    private static void areRight(String name, IntStream seeds) {
        GraphKernel kernel =
                kernels().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
        for (int seed : seeds.toArray()) {
            RandomGraph graph = RandomGraph.of(seed, kernel.weighted() || name.equals("louvain") && seed % 4 < 2);
            int[] starts = starts(kernel, graph.read(), new Random(seed));
            List<JobResult> results =
                    AlgorithmsTest.sameBits(seed, kernel.program()::get, arguments(kernel, graph, starts));
            assertThat(kernel.check().verify(graph.read(), starts, results.getFirst()))
                    .as("seed=" + seed + " " + graph.argument())
                    .isEmpty();
        }
    }

    private static int[] starts(GraphKernel kernel, TrialGraph graph, Random random) {
        return random.ints(kernel.starts(), 0, graph.ids().size()).distinct().toArray();
    }

    private static Map<String, Object> arguments(GraphKernel kernel, RandomGraph graph, int[] starts) {
        var arguments = new HashMap<String, Object>(kernel.arguments());
        arguments.put("graph", graph.argument());
        arguments.put("weighted", graph.read().weighted());
        if (kernel.name().equals("sssp") && starts[0] % 2 == 0) {
            arguments.put("delta", DELTAS[starts[0] / 2 % DELTAS.length]);
        }
        arguments.put(
                "source",
                Arrays.stream(starts)
                        .mapToObj(start -> Long.toString(graph.read().ids().id(start)))
                        .collect(Collectors.joining(",")));
        return arguments;
    }
}
