package dev.weft.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.graph.layout.Topology;
import dev.weft.graph.layout.TopologyAssert;
import dev.weft.graph.store.Column;
import dev.weft.graph.store.ColumnFileWriter;
import dev.weft.graph.store.ColumnType;
import dev.weft.graph.store.GraphHeader;
import dev.weft.graph.store.StoredFile;
import dev.weft.runtime.testing.ThreadRanks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Damaged, foreign and made-up files of binary graphs: the right graph, or an error that names the file. */
@Timeout(120)
class BrokenBinaryGraphTest {
    private static final int CASES = 3000;

    @TempDir
    Path folder;

    private Topology topology;
    private Path graph;

    @BeforeEach
    void writeAGraph() throws IOException {
        topology = topology(1);
        graph = folder.resolve("graph");
        BinaryGraphTest.alone(graph).write(topology, false);
    }

    /** Directed, with weights and any ids. */
    private static Topology topology(int seed) {
        var random = new Random(seed);
        long[] sources = random.longs(40, -5, 5).toArray();
        long[] targets = random.longs(40, -5, 5).toArray();
        double[] weights = random.doubles(40).toArray();
        var topologies = new ArrayList<Topology>();
        var edges = new Edges(sources, targets, new long[] {1L << 40}, true, weights);
        var _ = ThreadRanks.run(
                1,
                1,
                Map.of("graph", edges),
                () -> rank -> topologies.add(Graph.load(rank).topology()));
        return topologies.getFirst();
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private void assertRefused(String context, Path... blamed) {
        List<String> names =
                Arrays.stream(blamed).map(file -> file.getFileName().toString()).toList();
        assertThatThrownBy(() -> BinaryGraphTest.alone(graph).read())
                .as(context)
                .isInstanceOf(IOException.class)
                .satisfies(thrown -> assertThat(names).as(context).anyMatch(thrown.getMessage()::contains));
    }

    private void assertReads(String context) throws IOException {
        TopologyAssert.assertSame(BinaryGraphTest.alone(graph).read().topology(), topology, context);
    }

    @Test
    void everyFlippedBitIsFound() throws IOException {
        List<Path> files = files(graph);
        for (int seed = 0; seed < CASES; seed++) {
            var random = new Random(seed);
            Path file = files.get(random.nextInt(files.size()));
            byte[] good = Files.readAllBytes(file);
            byte[] bad = good.clone();
            bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
            Files.write(file, bad);
            assertRefused("seed=" + seed + " " + file, file);
            Files.write(file, good);
        }
        assertReads("mended");
    }

    @Test
    void everyTruncationIsFound() throws IOException {
        List<Path> files = files(graph);
        for (int seed = 0; seed < CASES / 3; seed++) {
            var random = new Random(seed);
            Path file = files.get(random.nextInt(files.size()));
            byte[] good = Files.readAllBytes(file);
            int length = random.nextInt(8) == 0 ? good.length + 64 : random.nextInt(good.length);
            Files.write(file, Arrays.copyOf(good, length));
            assertRefused("seed=" + seed + " " + file + " length=" + length, file);
            Files.write(file, good);
        }
        assertReads("mended");
    }

    @Test
    void everyMissingFileIsNamed() throws IOException {
        for (Path file : files(graph)) {
            Path away = folder.resolve("away");
            Files.move(file, away);
            assertRefused("missing", file);
            Files.move(away, file);
        }
        assertReads("mended");
    }

    @Test
    void swappedFilesAreFound() throws IOException {
        List<Path> files = files(graph);
        assertThat(files).hasSizeGreaterThan(8);
        Path between = folder.resolve("between");
        for (Path one : files) {
            for (Path other : files) {
                if (one.compareTo(other) < 0) {
                    swap(one, other, between);
                    assertRefused(one + " <-> " + other, one, other);
                    swap(one, other, between);
                }
            }
        }
        assertReads("mended");
    }

    private static void swap(Path one, Path other, Path between) throws IOException {
        Files.move(one, between);
        Files.move(other, one);
        Files.move(between, other);
    }

    @Test
    void filesOfAnotherGraphAreFound() throws IOException {
        Path foreign = folder.resolve("foreign");
        BinaryGraphTest.alone(foreign).write(topology(2), false);
        int found = 0;
        for (Path file : files(graph)) {
            Path other = foreign.resolve(file.getFileName());
            byte[] good = Files.readAllBytes(file);
            if (Files.exists(other) && !Arrays.equals(good, Files.readAllBytes(other))) {
                Files.copy(other, file, StandardCopyOption.REPLACE_EXISTING);
                assertThatThrownBy(() -> BinaryGraphTest.alone(graph).read())
                        .as(file.toString())
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining(graph.toString());
                Files.write(file, good);
                found++;
            }
        }
        assertThat(found).isGreaterThan(5);
        assertReads("mended");
    }

    /** Numbers that no graph has, under right checksums: an error that names a file, or some graph, never anything else. */
    @Test
    void noNumbersBreakTheReader() throws IOException {
        GraphHeader good = GraphHeader.read(graph);
        int refused = 0;
        for (int seed = 0; seed < CASES / 3; seed++) {
            var random = new Random(seed);
            int n = good.vertices();
            int[] order = changed(topology.internalIds(), n, random);
            int[] degrees = changed(topology.in().degrees(), 4, random);
            StoredFile vertices = vertices(order, degrees);
            header(good, vertices, good.columns(), good.parts()).write(graph, false);
            try {
                var _ = BinaryGraphTest.alone(graph).read();
            } catch (IOException e) {
                refused++;
                assertThat(e).as("seed=" + seed).hasMessageContaining(graph.toString());
            }
        }
        assertThat(refused).isGreaterThan(CASES / 6);
    }

    private StoredFile vertices(int[] order, int[] inDegrees) throws IOException {
        long ints = 4L * order.length;
        long[] ids = new long[order.length];
        Arrays.setAll(ids, i -> topology.ids().id(i));
        try (ColumnFileWriter file =
                ColumnFileWriter.to(graph.resolve("vertices.weft"), "me", -1, 2 * ints, ints, ints, ints)) {
            file.put(ids, ColumnType.INT64);
            file.put(order, ColumnType.INT32);
            file.put(inDegrees, ColumnType.INT32);
            file.put(topology.out().degrees(), ColumnType.INT32);
            return file.finish(false);
        }
    }

    private static int[] changed(int[] values, int limit, Random random) {
        int[] changed = values.clone();
        if (random.nextBoolean()) {
            int[] odd = {-1, limit, Integer.MAX_VALUE, Integer.MIN_VALUE, random.nextInt(limit)};
            changed[random.nextInt(changed.length)] = odd[random.nextInt(odd.length)];
        }
        return changed;
    }

    private static GraphHeader header(
            GraphHeader from, StoredFile vertices, List<Column> columns, List<StoredFile> parts) {
        return new GraphHeader(
                from.directed(),
                from.edges(),
                from.skippedLines(),
                from.firstId(),
                columns,
                from.starts(),
                from.inEntries(),
                from.outEntries(),
                vertices,
                parts);
    }

    /** A small file that claims to have a large graph. */
    @Test
    void nothingIsAllocatedForNumbersThatNoFileBears() throws IOException {
        GraphHeader good = GraphHeader.read(graph);
        int[] starts = good.starts().clone();
        starts[starts.length - 1] = Integer.MAX_VALUE - 1;
        int[] entries = good.inEntries().clone();
        entries[0] = Integer.MAX_VALUE;
        for (int which = 0; which < 2; which++) {
            new GraphHeader(
                            good.directed(),
                            good.edges(),
                            0,
                            0,
                            good.columns(),
                            which == 0 ? starts : good.starts(),
                            which == 1 ? entries : good.inEntries(),
                            good.outEntries(),
                            good.verticesFile(),
                            good.parts())
                    .write(graph, false);
            assertRefused("which=" + which, graph.resolve("vertices.weft"), graph.resolve("part-0.weft"));
        }
    }

    @Test
    void aColumnThatThisVersionDoesNotKnowIsPassedOverOrRefusedByName() throws IOException {
        GraphHeader good = GraphHeader.read(graph);
        var columns = new ArrayList<>(good.columns());
        columns.add(new Column("vertex-type", Column.Of.VERTICES, 3, true));
        long ints = 4L * good.vertices();
        StoredFile vertices;
        try (ColumnFileWriter file = ColumnFileWriter.to(
                graph.resolve("vertices.weft"), "me", -1, 2 * ints, ints, ints, ints, good.vertices())) {
            long[] ids = new long[good.vertices()];
            Arrays.setAll(ids, i -> topology.ids().id(i));
            file.put(ids, ColumnType.INT64);
            file.put(topology.internalIds(), ColumnType.INT32);
            file.put(topology.in().degrees(), ColumnType.INT32);
            file.put(topology.out().degrees(), ColumnType.INT32);
            file.put(new byte[good.vertices()], ColumnType.UINT8);
            vertices = file.finish(false);
        }
        header(good, vertices, columns, good.parts()).write(graph, false);
        assertReads("an optional column");
        columns.removeLast();
        columns.add(new Column("vertex-type", Column.Of.VERTICES, 77, false));
        header(good, vertices, columns, good.parts()).write(graph, false);
        assertThatThrownBy(() -> BinaryGraphTest.alone(graph).read())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the column \"vertex-type\" of VERTICES is needed");
    }
}
