package dev.weft.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C interrupts the command's thread: the job ends within a second and leaves nothing. */
class InterruptionTest {
    @TempDir
    Path folder;

    @Test
    void jobIsCancelled() throws Exception {
        var output = folder.resolve("out.txt");
        var running = started(() -> Call.weft("run", "endless", "--ranks", "2", "--output", output.toString()));
        Thread.sleep(Duration.ofMillis(700));
        running.thread().interrupt();
        var call = running.task().get(2, TimeUnit.SECONDS);
        assertThat(call.exitCode()).isEqualTo(130);
        assertThat(call.err()).endsWith("weft: interrupted\n");
        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    private record Running(Thread thread, FutureTask<Call> task) {}

    private static Running started(Callable<Call> call) {
        var task = new FutureTask<>(call);
        return new Running(Thread.ofPlatform().daemon().start(task), task);
    }
}
