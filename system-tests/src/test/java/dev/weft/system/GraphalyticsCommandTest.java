package dev.weft.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weft.graph.algorithms.CdlpVerifier;
import dev.weft.graph.algorithms.LccVerifier;
import dev.weft.graph.algorithms.PageRankVerifier;
import dev.weft.graph.algorithms.SsspVerifier;
import dev.weft.graph.algorithms.WccVerifier;
import dev.weft.graph.benchmark.TrialGraph;
import dev.weft.graph.source.GraphOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The six algorithms of LDBC Graphalytics as its validation runs them: {@code weft run} as a process on SNAP's Gnutella network of 31
 * August 2002, and what {@code --output} writes is compared by the specification's rules (exact, equivalent, or close) with its
 * reference where there is one, and with a serial verifier.
 */
@Timeout(120)
class GraphalyticsCommandTest {
    private static final Path DATA = Path.of(System.getProperty("weft.root", ".."), "..", "shared", "data")
            .toAbsolutePath()
            .normalize();
    private static final String EDGES = DATA.resolve("p2p-31.e").toString();
    private static final String VERTICES = DATA.resolve("p2p-31.v").toString();
    private static final long SOURCE = 6;
    private static final int ROUNDS = 10;
    private static final double EPSILON = 1e-9;

    enum Algorithm {
        BFS("bfs --source " + SOURCE),
        PR("pagerank --iterations " + ROUNDS),
        WCC("wcc"),
        CDLP("cdlp --iterations " + ROUNDS),
        LCC("lcc"),
        SSSP("sssp --weighted --source " + SOURCE);

        private final String words;

        Algorithm(String words) {
            this.words = words;
        }
    }

    @TempDir
    private static Path folder;

    /** With unit weights, so that distances are levels. */
    private static Path unitWeights;

    @BeforeAll
    static void findTheGraph() throws IOException {
        assumeTrue(Files.exists(Path.of(EDGES)), () -> "there is no graph at " + DATA);
        List<String> edges = Files.readAllLines(Path.of(EDGES)).stream()
                .map(line -> line.replaceFirst(" \\S+$", " 1"))
                .toList();
        unitWeights = Files.write(folder.resolve("unit.e"), edges);
    }

    /** The others are compared on workers by {@link GnutellaWorkersTest}, and here in the long run. */
    @ParameterizedTest
    @EnumSource(names = {"CDLP", "LCC", "SSSP"})
    void onTwoWorkers(Algorithm algorithm) throws Exception {
        check(algorithm, false, run(algorithm, false, "--ranks", "3", "--workers", "2", "--threads", "1"));
    }

    @ParameterizedTest
    @CsvSource({"BFS", "SSSP"})
    void onTwoRanksAlongDirections(Algorithm algorithm) throws Exception {
        check(algorithm, true, run(algorithm, true, "--ranks", "2", "--threads", "1"));
    }

    @Tag("long")
    @Timeout(600)
    @ParameterizedTest
    @EnumSource
    void sameBytesHoweverTheyAreSpread(Algorithm algorithm) throws Exception {
        for (boolean directed : new boolean[] {false, true}) {
            List<String> first = run(algorithm, directed, "--ranks", "1", "--threads", "1");
            check(algorithm, directed, first);
            for (String[] spread : spreads()) {
                assertThat(run(algorithm, directed, spread))
                        .as(algorithm + (directed ? " directed " : " undirected ") + String.join(" ", spread))
                        .isEqualTo(first);
            }
        }
    }

    /** Ranks 1, 2, 3, 5, threads 1, 2, in one JVM and, where there are enough of them, on two workers. */
    private static List<String[]> spreads() {
        var spreads = new ArrayList<String[]>();
        for (String ranks : new String[] {"1", "2", "3", "5"}) {
            for (String threads : new String[] {"1", "2"}) {
                spreads.add(new String[] {"--ranks", ranks, "--threads", threads});
                if (!ranks.equals("1")) {
                    spreads.add(new String[] {"--ranks", ranks, "--threads", threads, "--workers", "2"});
                }
            }
        }
        return spreads;
    }

    /** The lines that {@code weft run} writes. */
    private static List<String> run(Algorithm algorithm, boolean directed, String... spread) throws Exception {
        Path output = Files.createTempDirectory(folder, "run").resolve("output.txt");
        var words = new ArrayList<>(List.of("dev.weft.launcher.Main", "run"));
        words.addAll(List.of(algorithm.words.split(" ", -1)));
        words.addAll(List.of("--graph", EDGES, "--vertices", VERTICES, directed ? "--directed" : "--undirected"));
        words.addAll(List.of("--quiet", "--output", output.toString()));
        words.addAll(List.of(spread));
        String _ = new JavaProcess(folder, folder).run(Distribution.classPath(), words);
        return Files.readAllLines(output);
    }

    private static void check(Algorithm algorithm, boolean directed, List<String> lines) throws IOException {
        long[] ids = lines.stream()
                .mapToLong(line -> Long.parseLong(line.split(" ", -1)[0]))
                .toArray();
        String[] values = lines.stream().map(line -> line.split(" ", -1)[1]).toArray(String[]::new);
        assertThat(ids).isEqualTo(vertices());
        assertThat(wrong(algorithm, directed, values)).as(algorithm.toString()).isEmpty();
        Path reference = DATA.resolve("p2p-31-" + algorithm);
        if (!directed && Files.exists(reference)) {
            compare(algorithm, values, reference(reference, ids));
        }
    }

    private static long[] vertices() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of(VERTICES))) {
            return lines.mapToLong(line -> Long.parseLong(line.split(" ", -1)[0]))
                    .sorted()
                    .toArray();
        }
    }

    /** What the serial verifier says. Components don't ask for directions. */
    private static Optional<String> wrong(Algorithm algorithm, boolean directed, String[] values) {
        return switch (algorithm) {
            case BFS -> {
                TrialGraph graph = graph(unitWeights.toString(), directed, true);
                double[] levels = Arrays.stream(values)
                        .mapToDouble(level ->
                                level.equals("9223372036854775807") ? Double.POSITIVE_INFINITY : Long.parseLong(level))
                        .toArray();
                yield SsspVerifier.verify(graph.serial(), graph.position(SOURCE), levels);
            }
            case PR ->
                PageRankVerifier.verify(graph(EDGES, directed, false).serial(), ROUNDS, doubles(values), EPSILON);
            case WCC -> {
                TrialGraph graph = graph(EDGES, false, false);
                yield WccVerifier.verify(graph.serial(), graph.ids(), longs(values));
            }
            case CDLP -> {
                TrialGraph graph = graph(EDGES, directed, false);
                yield CdlpVerifier.verify(graph.serial(), graph.ids(), ROUNDS, longs(values));
            }
            case LCC -> LccVerifier.verify(graph(EDGES, directed, false).serial(), doubles(values));
            case SSSP -> {
                TrialGraph graph = graph(EDGES, directed, true);
                yield SsspVerifier.verify(graph.serial(), graph.position(SOURCE), doubles(values));
            }
        };
    }

    private static TrialGraph graph(String edges, boolean directed, boolean weighted) {
        return TrialGraph.read(
                edges, GraphOptions.NONE.vertices(VERTICES).directed(directed).weighted(weighted));
    }

    private static long[] longs(String[] values) {
        return Arrays.stream(values).mapToLong(Long::parseLong).toArray();
    }

    private static double[] doubles(String[] values) {
        return Arrays.stream(values)
                .mapToDouble(text -> text.equals("infinity") ? Double.POSITIVE_INFINITY : Double.parseDouble(text))
                .toArray();
    }

    /** In the order of these ids. */
    private static String[] reference(Path file, long[] ids) throws IOException {
        var values = new HashMap<Long, String>();
        for (String line : Files.readAllLines(file)) {
            String[] parts = line.split(" ", -1);
            values.put(Long.valueOf(parts[0]), parts[1]);
        }
        return Arrays.stream(ids).mapToObj(values::get).toArray(String[]::new);
    }

    private static void compare(Algorithm algorithm, String[] values, String[] expected) {
        switch (algorithm) {
            case BFS, CDLP -> assertThat(values).isEqualTo(expected);
            case WCC -> {
                Map<String, String> there = new HashMap<>();
                Map<String, String> back = new HashMap<>();
                for (int v = 0; v < values.length; v++) {
                    assertThat(there.computeIfAbsent(values[v], _ -> "")).isIn("", expected[v]);
                    assertThat(back.computeIfAbsent(expected[v], _ -> "")).isIn("", values[v]);
                    there.put(values[v], expected[v]);
                    back.put(expected[v], values[v]);
                }
            }
            case PR, LCC, SSSP -> {
                double[] expectedValues = doubles(expected);
                double[] actual = doubles(values);
                for (int v = 0; v < actual.length; v++) {
                    if (actual[v] != expectedValues[v]) {
                        assertThat(actual[v]).isCloseTo(expectedValues[v], within(EPSILON * expectedValues[v]));
                    }
                }
            }
        }
    }
}
