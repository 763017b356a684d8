package dev.weft.graph.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.runtime.UsageException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerateCommandTest {
    @TempDir
    Path folder;

    private static PrintStream nowhere() {
        return new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);
    }

    private int generate(String spec, Path output) throws IOException {
        return new GenerateCommand().run(Map.of("SPEC", spec, "output", output.toString()), nowhere(), nowhere());
    }

    @Test
    void writesEachEdgeOnceAndTheSameEveryTime() throws IOException {
        Path first = folder.resolve("a.e");
        Path second = folder.resolve("b.e");
        assertThat(generate("kronecker:scale=8,degree=4,seed=5", first)).isZero();
        generate("kronecker:scale=8,degree=4,seed=5", second);
        List<String> lines = Files.readAllLines(first);
        assertThat(lines).isNotEmpty().doesNotHaveDuplicates().allMatch(line -> line.matches("\\d+ \\d+"));
        assertThat(second).hasSameBinaryContentAs(first);
    }

    @Test
    void saysBeforehandThatItCanNotWrite() {
        assertThatThrownBy(() -> generate("kronecker:scale=30", folder.resolve("none/a.e")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("none");
    }

    @Test
    void linesHoldAnyNumber() throws IOException {
        var bytes = new ByteArrayOutputStream();
        var lines = new EdgeLines(bytes);
        for (int i = 0; i < 5000; i++) {
            lines.write(Long.MIN_VALUE, Long.MAX_VALUE);
            lines.write(0, -7);
        }
        lines.flush();
        assertThat(bytes.toString(StandardCharsets.US_ASCII))
                .isEqualTo((Long.MIN_VALUE + " " + Long.MAX_VALUE + "\n0 -7\n").repeat(5000));
    }
}
