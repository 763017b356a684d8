package dev.weft.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.graph.layout.Topology;
import dev.weft.graph.layout.TopologyAssert;
import dev.weft.runtime.testing.ThreadRanks;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ConvertCommandTest {
    @TempDir
    Path folder;

    private static String convert(String graph, Path output, Map<String, String> options) throws Exception {
        var values = new HashMap<>(options);
        values.put("GRAPH", graph);
        values.put("output", output.toString());
        var err = new ByteArrayOutputStream();
        var stream = new PrintStream(err, true, StandardCharsets.UTF_8);
        assertThat(new ConvertCommand().run(values, stream, stream)).isZero();
        return err.toString(StandardCharsets.UTF_8);
    }

    private static Topology topology(Map<String, ?> args) {
        var topologies = new ArrayList<Topology>();
        var _ = ThreadRanks.run(
                1, 2, args, () -> rank -> topologies.add(Graph.load(rank).topology()));
        return topologies.getFirst();
    }

    private void assertLeft(String... names) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder(names);
        }
    }

    @Test
    void generatorsAndClassNamesAreConverted() throws Exception {
        for (String spec : new String[] {"kronecker:scale=9,seed=3", "kronecker:scale=8,weights=1..255", "jdk:"}) {
            Path output = folder.resolve("graph-" + spec.replace(':', '-'));
            String said = convert(spec, output, Map.of());
            assertThat(said).contains("writing partitions", output + ": ", " vertices, ", "iB in ");
            TopologyAssert.assertSame(
                    topology(Map.of("graph", output.toString())), topology(Map.of("graph", spec)), spec);
        }
    }

    @Test
    void whatIsSaidOfTheGraphCounts() throws Exception {
        Path text = Files.writeString(folder.resolve("a.e"), "1 7 2.5\n7 1 4\n1 7 0.5\n7 7 1\nnonsense\n");
        Path vertices = Files.writeString(folder.resolve("a.v"), "1\n7\n100\n");
        Path output = folder.resolve("graph");
        String said = convert(
                text.toString(),
                output,
                Map.of(
                        "undirected", "true",
                        "weighted", "true",
                        "vertices", vertices.toString(),
                        "bad-lines", "skip",
                        "duplicates", "drop",
                        "self-loops", "drop"));
        assertThat(said).contains("3 vertices, 1 undirected edges with weights");
        Topology actual = topology(Map.of("graph", output.toString()));
        assertThat(actual.skippedLines()).isEqualTo(1);
        assertThat(actual.in().weights(0).at(0)).isEqualTo(0.5);
    }

    @Test
    void aBinaryGraphIsConvertedToItself() throws Exception {
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        convert("kronecker:scale=7", first, Map.of());
        convert(first.toString(), second, Map.of());
        assertThat(second.resolve("graph.weft")).hasSameBinaryContentAs(first.resolve("graph.weft"));
    }

    @Test
    void aFailureLeavesNothing() throws Exception {
        Path text = Files.writeString(folder.resolve("bad.e"), "1 2\nnonsense\n");
        Path output = folder.resolve("graph");
        assertThatThrownBy(() -> convert(text.toString(), output, Map.of()))
                .hasStackTraceContaining("bad.e:2: cannot read \"nonsense\"");
        assertLeft("bad.e");
    }

    @Test
    void whatCanNotBeWrittenIsRefusedBeforehand() throws Exception {
        Path full = Files.createDirectory(folder.resolve("full"));
        Files.writeString(full.resolve("mine"), "mine");
        assertThatThrownBy(() -> convert("kronecker:scale=30", full, Map.of()))
                .hasMessageContaining("is there already");
        assertThatThrownBy(() -> convert("kronecker:scale=30", folder.resolve("none/graph"), Map.of()))
                .hasMessageContaining("there is no folder");
        assertThatThrownBy(() -> convert("jdk:", folder.resolve("a"), Map.of("directed", "true", "undirected", "true")))
                .hasMessageContaining("exclude each other");
        assertLeft("full");
    }

    @Test
    void anEmptyFolderIsTaken() throws Exception {
        Path output = Files.createDirectory(folder.resolve("graph"));
        convert("kronecker:scale=6", output, Map.of());
        assertThat(output.resolve("graph.weft")).exists();
        assertLeft("graph");
    }

    /** Ctrl-C interrupts the thread that runs the command. */
    @Test
    void anInterruptedOneLeavesNothing() throws Exception {
        var thrown = new ArrayList<Throwable>();
        Thread command = Thread.ofPlatform().start(() -> {
            try {
                convert("kronecker:scale=20", folder.resolve("graph"), Map.of());
            } catch (Throwable e) {
                thrown.add(e);
            }
        });
        Thread.sleep(500);
        command.interrupt();
        command.join();
        assertThat(thrown).singleElement().isInstanceOf(InterruptedException.class);
        assertLeft();
    }
}
