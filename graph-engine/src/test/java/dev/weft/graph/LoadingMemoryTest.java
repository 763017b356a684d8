package dev.weft.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kronecker 18 in a JVM that collects often, so that what it holds is what it needs. The limits are those of large graphs and some more. */
@Timeout(120)
class LoadingMemoryTest {
    private static final Pattern PRINTED = Pattern.compile("graph (\\d+) live (-?\\d+) growth (-?\\d+)");
    /** Of code, classes and buffers that don't grow with the graph. */
    private static final long FIXED = 24L << 20;

    @TempDir
    Path folder;

    private long[] measured(String graph) throws Exception {
        Path out = folder.resolve("out");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseParallelGC",
                        "-Xmn16m",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LoadingMemory.class.getName(),
                        graph)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
        String said = Files.readString(out);
        Matcher printed = PRINTED.matcher(said);
        assertThat(printed.find()).as(said).isTrue();
        return new long[] {
            Long.parseLong(printed.group(1)), Long.parseLong(printed.group(2)), Long.parseLong(printed.group(3))
        };
    }

    private static void assertBounded(long[] bytes, double growth, String graph) {
        assertThat(bytes[1]).as(graph + ": live heap").isLessThan((long) (1.3 * bytes[0]) + FIXED / 4);
        assertThat(bytes[2]).as(graph + ": growth").isLessThan((long) (growth * bytes[0]) + FIXED);
    }

    @Test
    void loadingHoldsLittleMoreThanTheGraph() throws Exception {
        assumeTrue(
                Files.isWritable(Path.of("/proc/self/clear_refs")), "only Linux tells how much a process held at most");
        String generated = "kronecker:scale=18";
        assertBounded(measured(generated), 2.5, generated);
        String stored = folder.resolve("graph").toString();
        var nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        assertThat(new ConvertCommand().run(Map.of("GRAPH", generated, "output", stored), nowhere, nowhere))
                .isZero();
        assertBounded(measured(stored), 1.5, stored);
    }
}
