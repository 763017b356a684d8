package dev.weft.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code weft bench}, and commands of two words in general. */
class BenchTest {
    @TempDir
    Path folder;

    @Test
    void aloneShowsItsCommands() {
        var call = Call.weft("bench");
        assertThat(call.exitCode()).isEqualTo(2);
        assertThat(call.err())
                .contains(
                        "Usage: weft bench COMMAND [OPTION…]",
                        "  collectives  Measure how long",
                        "  echo  ",
                        "Measure an echo.");
        assertThat(Call.weft("bench", "--help").out()).isEqualTo(call.err());
        assertThat(Call.weft("--help").out()).containsPattern("  bench +Measure parts of Weft");
    }

    @Test
    void aLibrarysCommandJoinsTheGroup() {
        assertThat(Call.weft("bench", "echo", "hello").out()).isEqualTo("{WORD=hello} took no time\n");
        assertThat(Call.weft("bench", "echo", "--help").out()).contains("Usage: weft bench echo", "Measure an echo.");
        assertThat(Call.weft("bench", "echo").err()).contains("WORD is missing (see weft bench echo --help)");
    }

    @Test
    void checkpointsAreMeasuredBesideAPlainFile() throws IOException {
        var call = Call.weft(
                "bench",
                "checkpoints",
                "--checkpoint",
                folder.toString(),
                "--size",
                "1m",
                "--threads",
                "2",
                "--trials",
                "1");
        assertThat(call.exitCode()).as(call.err()).isZero();
        assertThat(call.out())
                .startsWith("1,048,576 bytes, 2 threads; seconds")
                .containsPattern(
                        "stall of a save +[0-9.]+ \\([0-9.]+ to [0-9.]+\\) +[0-9.]+ GB/s +[0-9.]+ of the copy's time")
                .containsPattern("save .* of the file's speed")
                .containsPattern("restore .* of the file's speed");
        try (var left = Files.walk(folder)) {
            assertThat(left.filter(Files::isRegularFile)).as("left behind").isEmpty();
        }
        assertThat(Call.weft("bench", "checkpoints").err()).contains("give --checkpoint URI");
        assertThat(Call.weft("bench", "checkpoints", "--checkpoint", folder.toString(), "--size", "1x")
                        .err())
                .contains("--size '1x' is no size");
    }

    @Test
    void collectivesHelpNamesEverything() {
        var help = Call.weft("bench", "collectives", "--help").out();
        assertThat(help)
                .contains(
                        "--ranks",
                        "--workers",
                        "--transport",
                        "--operations",
                        "--sizes",
                        "--verify",
                        "--against",
                        "--plot")
                .contains("pingpong", "allToAllV", "mpirun", "aeron", "8,1k,64k,1m,16m", "bytes_per_rank");
        assertThat(help.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
        assertThat(Call.weft("help", "bench", "collectives").out()).isEqualTo(help);
    }

    @Test
    void collectivesPrintsATableAndDrawsIt() throws IOException {
        Path plot = folder.resolve("times.svg");
        var call = Call.weft(
                "bench",
                "collectives",
                "--operations",
                "allReduce,allGather",
                "--sizes",
                "2m",
                "--verify",
                "--plot",
                plot.toString());
        assertThat(call.exitCode()).isZero();
        assertThat(call.out().lines())
                .hasSize(3)
                .startsWith("operation,ranks,bytes_per_rank,median_us,min_us")
                .anyMatch(line -> line.startsWith("allReduce,2,2097152,"))
                .anyMatch(line -> line.startsWith("allGather,2,2097152,"));
        assertThat(call.err()).contains("# 2 ranks in one JVM's memory", " 0 mismatches");
        assertThat(Files.readString(plot)).startsWith("<svg ").contains("allGather");
    }
}
