package dev.weft.graph.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.graph.source.ReadBack.Edge;
import dev.weft.runtime.UsageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class MatrixMarketTest {
    @TempDir
    Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("a.mtx"), text);
    }

    private static GraphSource source(Path file, GraphOptions options) {
        return GraphSpec.parse(file.toString(), options);
    }

    private static GraphSource source(Path file) {
        return source(file, GraphOptions.NONE);
    }

    @ParameterizedTest
    @CsvSource({"pattern,general", "real,general", "integer,symmetric", "pattern,symmetric"})
    void entriesAreEdges(String field, String symmetry) throws IOException {
        for (int seed = 0; seed < 25; seed++) {
            var random = new Random(seed);
            boolean weighted = !field.equals("pattern") && random.nextBoolean();
            int rows = 1 + random.nextInt(40);
            var expected = new ArrayList<Edge>();
            var text = new StringBuilder("%%MatrixMarket  Matrix coordinate " + field + " " + symmetry + "\n");
            text.append("% a comment\n".repeat(random.nextInt(4))).append(random.nextBoolean() ? "\n" : "");
            int entries = random.nextInt(200);
            text.append(" %d  %d %d\n".formatted(rows, rows, entries));
            for (int i = 0; i < entries; i++) {
                double weight = weighted ? random.nextInt() / (field.equals("real") ? 256.0 : 1.0) : 0;
                var edge = new Edge(1 + random.nextInt(rows), 1 + random.nextInt(rows), weight);
                expected.add(edge);
                text.append(edge.source()).append(' ').append(edge.target());
                text.append(field.equals("pattern") ? "\n" : " " + value(weight) + "\n");
            }
            expected.sort(null);
            Path file = file(text.toString());
            for (int windowBytes : new int[] {16, 100, 1 << 18}) {
                String what = "seed=" + seed + " windowBytes=" + windowBytes;
                var source = new MatrixMarket(file.toString(), Optional.empty(), weighted, windowBytes);
                ReadBack read = ReadBack.of(source, 1 + random.nextInt(3));
                assertThat(read.edges()).as(what).isEqualTo(expected);
                assertThat(read.ids())
                        .isEqualTo(LongStream.rangeClosed(1, rows).boxed().toList());
                assertThat(read.directed()).isEqualTo(symmetry.equals("general"));
                assertThat(ReadBack.ofShares(source, 2, 3)).as(what).isEqualTo(expected);
            }
            assertThat(source(file).expected()).isEqualTo(new GraphSource.Sizes(rows, entries));
        }
    }

    private static String value(double weight) {
        return weight == Math.rint(weight) ? Long.toString((long) weight) : Double.toString(weight);
    }

    @Test
    void weightsAreWantedOfEntriesThatHaveThem() throws IOException {
        Path pattern = file("%%MatrixMarket matrix coordinate pattern general\n2 2 1\n2 1\n");
        assertThatThrownBy(() -> ReadBack.of(source(pattern, Said.weighted(true)), 1))
                .hasMessageContaining("is a pattern");
        Path real = file("%%MatrixMarket matrix coordinate real general\n2 2 2\n2 1 -1.5e3\n1 1\n");
        assertThatThrownBy(() -> ReadBack.of(source(real, Said.weighted(true)), 1))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(real + ":4: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {".gz", ".zst"})
    void itMayBeCompressed(String ending) throws IOException {
        byte[] text =
                "%%MatrixMarket matrix coordinate pattern general\n3 3 2\n1 3\n3 2\n".getBytes(StandardCharsets.UTF_8);
        Packed packed = ending.equals(".gz") ? Packed.GZIP : Packed.ZSTD;
        Path file = Files.write(folder.resolve("a.mtx" + ending), packed.bytes(text, 2, new Random(1)));
        assertThat(ReadBack.of(source(file), 2).edges()).containsExactly(new Edge(1, 3), new Edge(3, 2));
    }

    @Test
    void aGeneralMatrixMayBeReadAsUndirected() throws IOException {
        Path file = file("%%MatrixMarket matrix coordinate pattern general\n2 2 1\n2 1\n");
        assertThat(ReadBack.of(source(file, Said.directed(false)), 1).directed())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 2|1: is no Matrix Market file",
                "%%MatrixMarket vector coordinate real general|1: is a vector",
                "%%MatrixMarket matrix array real general|1: is in array format",
                "%%MatrixMarket matrix coordinate complex general|1: has complex entries",
                "%%MatrixMarket matrix coordinate real skew-symmetric|1: is skew-symmetric",
                "%%MatrixMarket matrix coordinate complex hermitian|1: has complex entries",
                "%%MatrixMarket matrix coordinate real|1: is no Matrix Market file",
                "%%MatrixMarket matrix coordinate real general;% none;3 4 1;1 1 1|3: has rows=3 != columns=4",
                "%%MatrixMarket matrix coordinate real general;3 3;1 1 1|2: should hold",
                "%%MatrixMarket matrix coordinate real general;3 3 x;1 1 1|2: should hold \"rows columns entries\", and x",
                "%%MatrixMarket matrix coordinate real general;3 3 -1;1 1 1|is negative",
                "%%MatrixMarket matrix coordinate real general;99999999999 99999999999 1;1 1 1|vertices=99999999999",
                "%%MatrixMarket matrix coordinate real general;0 0 0|empty graph",
                "%%MatrixMarket matrix coordinate real general;3 3 2;1 1 1|entries=1 != 2",
                "%%MatrixMarket matrix coordinate real general;3 3 1;1 1 1;2 2 2|entries=2 != 1",
                "%%MatrixMarket matrix coordinate real general;3 3 2;1 1 1;2 4 1|4: the id 4 is none",
                "%%MatrixMarket matrix coordinate real general;3 3 2;0 1 1;2 4 1|3: the id 0 is none",
                "%%MatrixMarket matrix coordinate real general;3 3 2;1 1 1;2 x 1|4: cannot read"
            })
    void whatIsNoGraphIsRefused(String text, String sentence) throws IOException {
        Path file = file(text.replace(';', '\n') + "\n");
        for (int threads = 1; threads <= 2; threads++) {
            int team = threads;
            assertThatThrownBy(() -> ReadBack.of(source(file), team))
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining(sentence);
        }
    }

    @Test
    void optionsThatDoNotFitAreRefused() throws IOException {
        Path file = file("%%MatrixMarket matrix coordinate pattern symmetric\n2 2 1\n2 1\n");
        assertThatThrownBy(() -> ReadBack.of(source(file, Said.directed(true)), 1))
                .hasMessageContaining("leave --directed out");
        assertThatThrownBy(() -> source(file, Said.vertices(Path.of("v")))).hasMessageContaining("--vertices v");
    }

    /** Either an error or just the edges that the text, read line by line, has. */
    @Test
    void changedFilesGiveTheirGraphOrAnError() throws IOException {
        var text = new StringBuilder("%%MatrixMarket matrix coordinate pattern general\n% comment\n30 30 40\n");
        var random = new Random(5);
        for (int i = 0; i < 40; i++) {
            text.append(1 + random.nextInt(30))
                    .append(' ')
                    .append(1 + random.nextInt(30))
                    .append('\n');
        }
        byte[] original = text.toString().getBytes(StandardCharsets.ISO_8859_1);
        int graphs = 0;
        for (int seed = 0; seed < 3000; seed++) {
            byte[] changed = new Mutation(seed).of(original);
            Path file = Files.write(folder.resolve("a.mtx"), changed);
            List<Edge> edges;
            try {
                edges = ReadBack.of(source(file), 1).edges();
            } catch (UsageException refused) {
                assertThat(refused).hasMessageContaining("a.mtx");
                continue;
            }
            graphs++;
            assertThat(edges)
                    .as("seed=" + seed)
                    .isEqualTo(lineByLine(new String(changed, StandardCharsets.ISO_8859_1)));
        }
        assertThat(graphs).isGreaterThan(50);
    }

    private static List<Edge> lineByLine(String text) {
        return text.lines()
                .dropWhile(line -> line.startsWith("%") || line.isBlank())
                .skip(1)
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("%") && !line.startsWith("#"))
                .map(line -> line.split("[ \t]*[ \t,][ \t]*"))
                .map(words -> new Edge(Long.parseLong(words[0]), Long.parseLong(words[1])))
                .sorted()
                .toList();
    }
}
