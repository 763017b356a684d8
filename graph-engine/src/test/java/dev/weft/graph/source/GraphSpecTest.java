package dev.weft.graph.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.runtime.UsageException;
import dev.weft.runtime.testing.ThreadRanks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each kind of specification yields, and the sentence for each that yields nothing. */
class GraphSpecTest {
    @TempDir
    Path folder;

    private record Read(List<Long> ids, List<String> names, List<String> edges, boolean directed) {}

    private static Read read(String spec, Optional<Path> vertices, int threads) {
        var read = new ArrayList<Read>();
        ThreadRanks.run(1, threads, () -> rank -> {
            GraphSource source = GraphSpec.parse(
                    spec,
                    vertices.map(Path::toString)
                            .map(GraphOptions.NONE::vertices)
                            .orElse(GraphOptions.NONE));
            try (EdgeBag bag = source.read(rank.team(), (_, _) -> {})) {
                read.add(copy(bag));
            }
        });
        return read.getFirst();
    }

    private static Read copy(EdgeBag bag) {
        var ids = new ArrayList<Long>();
        var names = new ArrayList<String>();
        for (int i = 0; i < bag.ids().size(); i++) {
            ids.add(bag.ids().id(i));
            names.add(bag.ids().name(i));
        }
        var edges = new ArrayList<String>();
        for (int b = 0; b < bag.blockCount(); b++) {
            for (long i = 0; i < bag.block(b).byteSize() / Long.BYTES; i++) {
                long edge = bag.block(b).getAtIndex(EdgeBag.EDGE, i);
                edges.add(ids.get(EdgeBag.source(edge)) + " " + ids.get(EdgeBag.target(edge)));
            }
        }
        assertThat(bag.edgeCount()).isEqualTo(edges.size());
        Collections.sort(edges);
        return new Read(ids, names, edges, bag.directed());
    }

    private Path file(String text) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "graph", ".e"), text);
    }

    @Test
    void textInEveryDialectIsReadAsItStands() throws IOException {
        for (int seed = 0; seed < 60; seed++) {
            var random = new Random(seed);
            var expected = new ArrayList<String>();
            var ids = new HashSet<Long>();
            Path file = file(randomText(random, expected, ids));
            Collections.sort(expected);
            Read read = read(file.toString(), Optional.empty(), 1 + random.nextInt(4));
            assertThat(read.edges).as("seed=" + seed).isEqualTo(expected);
            assertThat(read.ids)
                    .as("seed=" + seed)
                    .isEqualTo(ids.stream().sorted().toList());
            assertThat(read.directed).isTrue();
        }
    }

    private static String randomText(Random random, List<String> edges, Set<Long> ids) {
        var text = new StringBuilder(random.nextInt(4) == 0 ? "\uFEFF" : "");
        String end = random.nextBoolean() ? "\n" : "\r\n";
        String between = List.of(" ", "\t", ",", "  ", ", ").get(random.nextInt(5));
        boolean sparse = random.nextBoolean();
        int lines = 1 + random.nextInt(200);
        for (int i = 0; i < lines; i++) {
            switch (random.nextInt(6)) {
                case 0 ->
                    text.append(random.nextBoolean() ? "# a comment 1 2" : "% another")
                            .append(end);
                case 1 -> text.append(end);
                default -> {}
            }
            long source = sparse ? extreme(random) : random.nextInt(50);
            long target = sparse ? extreme(random) : random.nextInt(50);
            ids.add(source);
            ids.add(target);
            edges.add(source + " " + target);
            text.append(source).append(between).append(target).append(random.nextInt(3) == 0 ? between + "0.5" : "");
            text.append(i + 1 < lines || random.nextBoolean() ? end : "");
        }
        return text.toString();
    }

    private static long extreme(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> Long.MAX_VALUE;
            case 1 -> Long.MIN_VALUE;
            case 2 -> -random.nextInt(100);
            case 3 -> 0xffff_ffffL + random.nextInt(3);
            default -> random.nextLong();
        };
    }

    @Test
    void aVertexFileAddsVerticesAndAdmitsNoOthers() throws IOException {
        Path vertices = file("5 1\n1 2\n9 3\n");
        assertThat(read(file("1 5 8\n").toString(), Optional.of(vertices), 2).ids)
                .containsExactly(1L, 5L, 9L);
        Path edges = file("1 5\n5 7\n");
        assertThatThrownBy(() -> read(edges.toString(), Optional.of(vertices), 2))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(":2")
                .hasMessageContaining("7");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"abc 5|abc 5", "5|5", "1 99999999999999999999|99999999999999999999", "1 x2|1 x2"})
    void theFirstBadLineIsNamed(String line, String named) throws IOException {
        String good = "1 2\n# comment\n".repeat(500);
        Path file = file(good + line + "\n" + good + "another bad line\n");
        for (int threads = 1; threads <= 3; threads++) {
            int team = threads;
            assertThatThrownBy(() -> read(file.toString(), Optional.empty(), team))
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining(file + ":1001")
                    .hasMessageContaining(named);
        }
    }

    @Test
    void whatIsNoGraphGetsASentence() throws IOException {
        Path empty = file("# nothing\n\n");
        assertThatThrownBy(() -> read(empty.toString(), Optional.empty(), 1)).hasMessageContaining("empty graph");
        String missing = folder.resolve("missing.e").toString();
        assertThatThrownBy(() -> read(missing, Optional.empty(), 1))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(missing);
        assertThatThrownBy(() -> read(folder.toString(), Optional.empty(), 1))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(folder.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kroneker:scale=3|kronecker:",
                "kronecker:scal=3|scale",
                "kronecker:scale=31|30",
                "kronecker:scale=x|whole number",
                "kronecker:degree=4|no scale",
                "kronecker:scale=3,weights=5|write for instance weights=1..255",
                "kronecker:scale=3,weights=5..4|empty or too wide",
                "kronecker:scale=3,weights=0..2147483648|too wide",
                "jdk:java.base|leave it out"
            })
    void aSlipInASpecificationGetsTheRemedy(String spec, String remedy) {
        assertThatThrownBy(() -> GraphSpec.parse(spec, GraphOptions.NONE))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(remedy);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kronecker:scale=3,seed=2|write kronecker:scale=3,seed=2,weights=1..255",
                "jdk:|has no weights: leave --weighted out"
            })
    void aGraphWithoutWeightsSaysWhatToDo(String spec, String remedy) {
        var weighted = GraphOptions.NONE.weighted(true);
        assertThatThrownBy(() -> GraphSpec.parse(spec, weighted))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(remedy);
        var columns = GraphOptions.NONE.columns(Columns.parse("source=2"));
        assertThatThrownBy(() -> GraphSpec.parse(spec, columns))
                .hasMessageContaining("--columns belongs to an edge list");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 10})
    void kroneckerIsTheSameForAnyNumberOfThreadsAndSimple(int scale) {
        String spec = "kronecker:scale=" + scale + ",degree=8,seed=3";
        Read one = read(spec, Optional.empty(), 1);
        assertThat(read(spec, Optional.empty(), 3)).isEqualTo(one);
        assertThat(one.ids).hasSize(1 << scale);
        assertThat(one.directed).isFalse();
        var pairs = new HashSet<String>();
        for (String edge : one.edges) {
            String[] ends = edge.split(" ", -1);
            assertThat(ends[0]).isNotEqualTo(ends[1]);
            assertThat(pairs.add(edge) && !pairs.contains(ends[1] + " " + ends[0]))
                    .isTrue();
        }
    }

    @Test
    void theRunningJdkIsAGraphOfItsClasses() {
        Read jdk = read("jdk:", Optional.empty(), 2);
        assertThat(jdk.names)
                .isSorted()
                .contains("java.lang.Object", "java.lang.String")
                .doesNotHaveDuplicates();
        int string = jdk.names.indexOf("java.lang.String");
        int object = jdk.names.indexOf("java.lang.Object");
        assertThat(jdk.edges).contains(string + " " + object).doesNotContain(object + " " + object);
        assertThat(jdk.edges).doesNotHaveDuplicates();
    }
}
