package dev.weft.graph.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.checkpoint.parquet.ParquetColumn;
import dev.weft.checkpoint.parquet.ParquetWriter;
import dev.weft.graph.source.ReadBack.Edge;
import dev.weft.runtime.UsageException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class ParquetEdgesTest {
    @TempDir
    Path folder;

    private static byte[] bytes(int rows, ParquetColumn... columns) {
        var out = new ByteArrayOutputStream();
        try {
            ParquetWriter.write(out, rows, List.of(columns));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    /** Columns {@code weight}, {@code from} and {@code to}. */
    private static byte[] bytes(List<Edge> edges) {
        return bytes(
                edges.size(),
                new ParquetColumn.Doubles("weight", i -> edges.get(i).weight()),
                new ParquetColumn.Longs("from", i -> edges.get(i).source()),
                new ParquetColumn.Longs("to", i -> edges.get(i).target()));
    }

    private static List<Edge> random(int count, Random random) {
        var edges = new ArrayList<Edge>();
        for (int i = 0; i < count; i++) {
            edges.add(new Edge(random.nextInt(500), random.nextLong() >> random.nextInt(64), random.nextGaussian()));
        }
        return edges;
    }

    private static List<Edge> withoutWeights(List<Edge> edges) {
        return edges.stream()
                .map(edge -> new Edge(edge.source(), edge.target()))
                .sorted()
                .toList();
    }

    private Path write(String name, byte[] bytes) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, bytes);
    }

    private static GraphSource source(Object graph, String columns) {
        return GraphSpec.parse(graph.toString(), Said.columns(columns));
    }

    @Test
    void rowsAreEdges() throws IOException {
        for (int seed = 0; seed < 10; seed++) {
            List<Edge> edges = random(1 + 300 * seed * seed, new Random(seed));
            Path file = write("a.parquet", bytes(edges));
            ReadBack plain = ReadBack.of(source(file, "source=from,target=to"), 1 + seed % 3);
            assertThat(plain.edges()).as("seed=" + seed).isEqualTo(withoutWeights(edges));
            assertThat(plain.directed()).isTrue();
            edges.sort(null);
            ReadBack weighted = ReadBack.of(source(file, "source=from,target=to,weight=weight"), 2);
            assertThat(weighted.edges()).as("seed=" + seed).isEqualTo(edges);
        }
    }

    /** Two row groups, so that shares have something to share. */
    @Test
    void groupsAreShared() throws IOException {
        int rows = (1 << 20) + 77_777;
        Path file = write(
                "a.parquet",
                bytes(rows, new ParquetColumn.Ints("a", i -> i), new ParquetColumn.Longs("b", i -> i % 1000L)));
        List<Edge> expected =
                IntStream.range(0, rows).mapToObj(i -> new Edge(i, i % 1000)).toList();
        GraphSource source = GraphSpec.parse(file.toString(), Said.directed(false));
        assertThat(source.expected().edges()).isEqualTo(rows);
        ReadBack read = ReadBack.of(source, 2);
        assertThat(read.edges()).isEqualTo(expected);
        assertThat(read.directed()).isFalse();
        assertThat(ReadBack.ofShares(source, 2, 3)).isEqualTo(expected);
    }

    @Test
    void aFolderIsOneTable() throws IOException {
        var all = new ArrayList<Edge>();
        for (int i = 0; i < 7; i++) {
            List<Edge> edges = random(i * 50, new Random(i));
            all.addAll(edges);
            write("d/part-%d.snappy.parquet".formatted(i), bytes(edges));
        }
        write("d/_SUCCESS", new byte[0]);
        for (String name : List.of("d", "d/part-*.parquet")) {
            GraphSource source = source(folder.resolve(name), "source=from,target=to");
            assertThat(ReadBack.of(source, 2).edges()).isEqualTo(withoutWeights(all));
            for (int shares : new int[] {2, 3, 9}) {
                assertThat(ReadBack.ofShares(source, 1, shares)).isEqualTo(withoutWeights(all));
            }
        }
        write("d/notes.txt", new byte[0]);
        assertThatThrownBy(() -> ReadBack.of(source(folder.resolve("d"), "source=from,target=to"), 1))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("notes.txt");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "source=from,target=none|no column none for target",
                "source=from,target=9|there are weight, from, to",
                "source=weight,target=to|the column weight can't be the source",
                "target=to|the column weight can't be the source",
                "source=from,target=to,weight=none|no column none for weight"
            })
    void columnsThatDoNotFitAreNamed(String columns, String sentence) throws IOException {
        Path file = write("a.parquet", bytes(random(5, new Random(1))));
        assertThatThrownBy(() -> ReadBack.of(source(file, columns), 2))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(sentence);
    }

    /** Optional columns, in dictionaries, compressed: as DuckDB 2.0 writes them. */
    @ParameterizedTest
    @ValueSource(strings = {"snappy", "zstd"})
    void whatOthersWroteIsRead(String codec) throws Exception {
        Path file = Path.of(ParquetEdgesTest.class
                .getResource("duckdb-" + codec + ".parquet")
                .toURI());
        List<Edge> expected = IntStream.range(0, 40)
                .mapToObj(i -> new Edge(i % 10, (long) i * i, i / 4.0))
                .sorted()
                .toList();
        assertThat(ReadBack.of(source(file, "source=src,target=2,weight=weight"), 2)
                        .edges())
                .isEqualTo(expected);
        assertThatThrownBy(() -> ReadBack.of(source(file, "source=src,target=maybe"), 1))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("row 33 (from 0): maybe is empty");
        assertThatThrownBy(() -> ReadBack.of(source(file, "source=src,target=label"), 1))
                .hasMessageContaining("the column label can't be the target: it holds STRING");
    }

    @Test
    void aWeightIsFinite() throws IOException {
        List<Edge> edges = new ArrayList<>(random(3000, new Random(1)));
        edges.set(2345, new Edge(1, 2, Double.NaN));
        Path file = write("a.parquet", bytes(edges));
        assertThatThrownBy(() -> ReadBack.of(source(file, "source=from,target=to,weight=weight"), 1))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(file + ", row 2345 (from 0): weight is NaN");
    }

    @Test
    void anEmptyTableIsNoGraph() throws IOException {
        Path file = write("a.parquet", bytes(List.of()));
        assertThatThrownBy(() -> ReadBack.of(source(file, "source=from,target=to"), 1))
                .hasMessageContaining("empty graph");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "PAR1", "PAR1 PAR1", "source,target\n1,2\n"})
    void whatIsNoParquetIsRefused(String text) throws IOException {
        Path file = write("a.parquet", text.getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> ReadBack.of(source(file, "source=from,target=to"), 1))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(file + " can't be read as Parquet");
    }

    /** Pages have checksums, the footer has none: what is read has the rows that it should have, or there is an error. */
    @Test
    void aChangedFileGivesAnErrorOrAsManyEdges() throws IOException {
        List<Edge> edges = random(60, new Random(2));
        byte[] original = bytes(edges);
        int refused = 0;
        for (int seed = 0; seed < 1500; seed++) {
            Path file = write("a.parquet", new Mutation(seed).of(original));
            try {
                assertThat(ReadBack.of(source(file, "source=from,target=to"), 1).edges())
                        .as("seed=" + seed)
                        .hasSameSizeAs(edges);
            } catch (UsageException error) {
                assertThat(error).as("seed=" + seed).hasMessageContaining(folder.toString());
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(900);
    }
}
