package dev.weft.graph.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.graph.source.ReadBack.Edge;
import dev.weft.runtime.UsageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Damaged text gives the edges that it has, line by line, or an error that names the file; compressed, the original's or an error. */
@Timeout(120)
class ChangedTextTest {
    @TempDir
    Path folder;

    private static byte[] text() {
        var random = new Random(11);
        var text = new StringBuilder("# edges\n");
        for (int i = 0; i < 60; i++) {
            text.append(random.nextInt(90))
                    .append(i % 7 == 0 ? "," : "\t")
                    .append(random.nextLong() >> random.nextInt(64));
            text.append(i % 5 == 0 ? "\r\n" : "\n");
        }
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static List<Edge> edges(Path file) {
        return ReadBack.of(GraphSpec.parse(file.toString(), GraphOptions.NONE), 1)
                .edges();
    }

    private static List<Edge> lineByLine(byte[] text) {
        return new String(text, StandardCharsets.ISO_8859_1)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#") && !line.startsWith("%"))
                .map(line -> line.split("[ \t]*[ \t,][ \t]*"))
                .map(words -> new Edge(Long.parseLong(words[0]), Long.parseLong(words[1])))
                .sorted()
                .toList();
    }

    @Test
    void plainText() throws IOException {
        byte[] original = text();
        int graphs = 0;
        for (int seed = 0; seed < 4000; seed++) {
            byte[] changed = new Mutation(seed).of(original);
            Path file = Files.write(folder.resolve("a.e"), changed);
            List<Edge> read;
            try {
                read = edges(file);
            } catch (UsageException refused) {
                assertThat(refused).as("seed=" + seed).hasMessageContaining("a.e");
                continue;
            }
            graphs++;
            assertThat(read).as("seed=" + seed).isEqualTo(lineByLine(changed));
        }
        assertThat(graphs).isBetween(400, 3600);
    }

    @ParameterizedTest
    @EnumSource(Packed.class)
    void compressedText(Packed packed) throws IOException {
        byte[] original = packed.bytes(text(), 2, new Random(5));
        List<Edge> expected = edges(Files.write(folder.resolve("a.e"), text()));
        int refused = 0;
        for (int seed = 0; seed < 3000; seed++) {
            Path file = Files.write(folder.resolve("a.e" + packed.ending), new Mutation(seed).of(original));
            try {
                assertThat(edges(file)).as("seed=" + seed).isEqualTo(expected);
            } catch (UsageException damaged) {
                assertThat(damaged).as("seed=" + seed).hasMessageContaining(file.toString());
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(2000);
    }
}
