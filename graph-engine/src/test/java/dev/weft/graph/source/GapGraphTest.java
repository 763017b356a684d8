package dev.weft.graph.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.graph.source.ReadBack.Edge;
import dev.weft.runtime.UsageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class GapGraphTest {
    @TempDir
    Path folder;

    /** As the suite's own writer writes it. */
    private static byte[] serialized(int vertices, List<Edge> edges, boolean directed, boolean weighted) {
        List<List<Edge>> out = adjacency(vertices, edges, true, !directed);
        List<List<Edge>> in = adjacency(vertices, edges, false, false);
        int entries = out.stream().mapToInt(List::size).sum();
        int rows = (vertices + 1) * Long.BYTES + entries * (weighted ? 8 : 4);
        var bytes = ByteBuffer.allocate(17 + (directed ? 2 : 1) * rows).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) (directed ? 1 : 0)).putLong(entries).putLong(vertices);
        putRows(bytes, out, weighted);
        if (directed) {
            putRows(bytes, in, weighted);
        }
        assertThat(bytes.hasRemaining()).isFalse();
        return bytes.array();
    }

    private static List<List<Edge>> adjacency(int vertices, List<Edge> edges, boolean out, boolean both) {
        var adjacency = new ArrayList<List<Edge>>();
        for (int v = 0; v < vertices; v++) {
            adjacency.add(new ArrayList<>());
        }
        for (Edge edge : edges) {
            adjacency.get((int) (out ? edge.source() : edge.target())).add(out ? edge : edge.turned());
            if (both && edge.source() != edge.target()) {
                adjacency.get((int) edge.target()).add(edge.turned());
            }
        }
        return adjacency;
    }

    private static void putRows(ByteBuffer bytes, List<List<Edge>> adjacency, boolean weighted) {
        long offset = 0;
        bytes.putLong(offset);
        for (List<Edge> row : adjacency) {
            offset += row.size();
            bytes.putLong(offset);
        }
        adjacency.forEach(row -> row.forEach(each -> {
            bytes.putInt((int) each.target());
            if (weighted) {
                bytes.putInt((int) each.weight());
            }
        }));
    }

    private static List<Edge> random(int vertices, int count, Random random) {
        var edges = new ArrayList<Edge>();
        for (int i = 0; i < count; i++) {
            edges.add(
                    new Edge(random.nextInt(vertices), random.nextInt(1 + random.nextInt(vertices)), random.nextInt()));
        }
        return edges;
    }

    private Path write(String ending, byte[] bytes) throws IOException {
        return Files.write(folder.resolve("graph" + ending), bytes);
    }

    private static GraphSource source(Path file, GraphOptions options) {
        return GraphSpec.parse(file.toString(), options);
    }

    private static GraphSource source(Path file) {
        return source(file, GraphOptions.NONE);
    }

    @ParameterizedTest
    @CsvSource({".sg,true", ".sg,false", ".wsg,true", ".wsg,false"})
    void whatTheSuiteWroteIsRead(String ending, boolean directed) throws IOException {
        for (int seed = 0; seed < 25; seed++) {
            var random = new Random(seed);
            int vertices = 1 + random.nextInt(60);
            List<Edge> edges = random(vertices, random.nextInt(6) * random.nextInt(60), random);
            Path file = write(ending, serialized(vertices, edges, directed, ending.equals(".wsg")));
            List<Edge> expected = edges.stream()
                    .map(edge -> ending.equals(".wsg") ? edge : new Edge(edge.source(), edge.target()))
                    .map(edge -> directed ? edge : edge.ordered())
                    .sorted()
                    .toList();
            for (int threads = 1; threads <= 3; threads++) {
                ReadBack read = ReadBack.of(source(file), threads);
                assertThat(read.edges()).as("seed=" + seed).isEqualTo(expected);
                assertThat(read.ids())
                        .isEqualTo(LongStream.range(0, vertices).boxed().toList());
                assertThat(read.directed()).isEqualTo(directed);
                assertThat(read.weighted()).isEqualTo(ending.equals(".wsg"));
            }
            assertThat(ReadBack.ofShares(source(file), 2, 3)).as("seed=" + seed).isEqualTo(expected);
            assertThat(source(file).expected().vertices()).isEqualTo(vertices);
        }
    }

    /** More entries than a thread takes at once, all of one vertex among them. */
    @Test
    void aLargeOneIsCutAnywhere() throws IOException {
        var random = new Random(3);
        List<Edge> edges = random(50_000, 300_000, random);
        for (int i = 0; i < 200_000; i++) {
            edges.add(new Edge(77, i % 50_000));
        }
        Path file = write(".sg", serialized(50_000, edges, true, false));
        List<Edge> expected = edges.stream()
                .map(edge -> new Edge(edge.source(), edge.target()))
                .sorted()
                .toList();
        assertThat(ReadBack.of(source(file), 3).edges()).isEqualTo(expected);
        assertThat(ReadBack.ofShares(source(file), 2, 4)).isEqualTo(expected);
    }

    @Test
    void optionsThatDoNotFitAreRefused() throws IOException {
        Path file = write(".sg", serialized(3, random(3, 4, new Random(1)), false, false));
        assertThatThrownBy(() -> ReadBack.of(source(file, Said.directed(true)), 1))
                .hasMessageContaining("leave --directed out");
        assertThatThrownBy(() -> source(file, Said.vertices(Path.of("v")))).hasMessageContaining("--vertices v");
        assertThatThrownBy(() -> ReadBack.of(source(file, Said.weighted(true)), 1))
                .hasMessageContaining("has no weights");
        Path renamed = Files.move(file, folder.resolve("other.wsg"));
        assertThatThrownBy(() -> ReadBack.of(source(renamed), 1))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("other.wsg")
                .hasMessageContaining("should end in .sg");
    }

    /** A header of a few bytes that promises the world. */
    @ParameterizedTest
    @ValueSource(longs = {1L << 20, 1L << 31, 1L << 40, 1L << 60, Long.MAX_VALUE, -1})
    void aSmallFileTakesLittleMemory(long promised) throws IOException {
        for (boolean entries : new boolean[] {true, false}) {
            var bytes = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
            bytes.put((byte) 0).putLong(entries ? promised : 1).putLong(entries ? 1 : promised);
            Path file = write(".sg", bytes.array());
            assertThatThrownBy(() -> source(file).expected())
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining("graph.sg");
            assertThatThrownBy(() -> ReadBack.of(source(file), 2)).isInstanceOf(UsageException.class);
        }
    }

    /** The format has no checksum, and yet: either the graph that was written, or an error. */
    @ParameterizedTest
    @CsvSource({".sg,true", ".sg,false", ".wsg,true", ".wsg,false"})
    void aChangedFileIsFound(String ending, boolean directed) throws IOException {
        List<Edge> edges = random(40, 150, new Random(9)).stream()
                .filter(edge -> directed || edge.source() != edge.target())
                .toList();
        byte[] original = serialized(40, edges, directed, ending.equals(".wsg"));
        ReadBack expected = ReadBack.of(source(write(ending, original)), 1);
        int refused = 0;
        for (int seed = 0; seed < 1000; seed++) {
            Path file = write(ending, new Mutation(seed).of(original));
            try {
                assertThat(ReadBack.of(source(file), 1)).as("seed=" + seed).isEqualTo(expected);
            } catch (UsageException error) {
                assertThat(error).as("seed=" + seed).hasMessageContaining(file.toString());
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(800);
    }
}
