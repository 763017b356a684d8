package dev.weft.collectives;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Ranks that meet in memory need no flag of the JVM, and none of the libraries that carry lanes. */
class PlainJvmTest {
    @Test
    void a_group_in_memory_runs_without_flags_and_without_aeron() throws Exception {
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("aeron") && !entry.contains("agrona"))
                .collect(Collectors.joining(File.pathSeparator));
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(), "-cp", classPath, Main.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output.strip()).isEqualTo("3");
    }

    /** Two ranks that sum. */
    static final class Main {
        private Main() {}

        public static void main(String[] arguments) throws InterruptedException {
            var group = RankGroup.inMemory(2, new Fence());
            Thread one = Thread.ofPlatform().start(() -> group.communicator(1).allReduce(2L, Op.SUM));
            System.out.println(group.communicator(0).allReduce(1L, Op.SUM));
            one.join();
        }
    }
}
