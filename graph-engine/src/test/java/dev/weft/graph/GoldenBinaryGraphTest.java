package dev.weft.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.graph.layout.Topology;
import dev.weft.graph.layout.TopologyAssert;
import dev.weft.runtime.testing.ThreadRanks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Graphs that the first Weft with binary graphs wrote: every later one reads them, and as long as it writes version 1, writes the same. */
class GoldenBinaryGraphTest {
    private static final Path GOLDEN = Path.of("src/test/resources/binary-graph-1");

    @TempDir
    Path folder;

    private static Topology topology(Map<String, ?> args) {
        var topologies = new ArrayList<Topology>();
        var _ = ThreadRanks.run(
                1, 1, args, () -> rank -> topologies.add(Graph.load(rank).topology()));
        return topologies.getFirst();
    }

    private void assertGolden(String name, Map<String, ?> textArgs) throws IOException {
        Path golden = GOLDEN.resolve(name);
        Topology text = topology(textArgs);
        TopologyAssert.assertSame(topology(Map.of("graph", golden.toString())), text, name);
        Path written = folder.resolve(name);
        BinaryGraphTest.alone(written).write(text, false);
        List<Path> files = files(golden);
        assertThat(files(written)).isEqualTo(files).hasSizeGreaterThan(5);
        for (Path file : files) {
            assertThat(written.resolve(file)).hasSameBinaryContentAs(golden.resolve(file));
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(Path::getFileName).sorted().toList();
        }
    }

    @Test
    void directedWithWeightsAndAnyIds() throws IOException {
        assertGolden("directed", Map.of("graph", GOLDEN.resolve("directed.e").toString(), "weighted", true));
    }

    @Test
    void undirectedWithContiguousIds() throws IOException {
        assertGolden(
                "undirected", Map.of("graph", GOLDEN.resolve("undirected.e").toString(), "directed", false));
    }
}
