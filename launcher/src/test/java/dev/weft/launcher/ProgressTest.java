package dev.weft.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.runtime.JobProgress;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What people see while a job runs. */
class ProgressTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void linesTellPhasesAndNowAndThenAStep() {
        var nanos = new AtomicLong();
        var lines = new ProgressLines(Call.stream(err), nanos::get);
        lines.at(new JobProgress("reading edges", 0.1, -1, Long.MAX_VALUE));
        lines.at(new JobProgress("reading edges", 0.9, -1, Long.MAX_VALUE));
        lines.at(new JobProgress("step", 0, 0, 20));
        lines.at(new JobProgress("step", 0.05, 1, 20));
        nanos.addAndGet(Duration.ofSeconds(10).toNanos());
        lines.at(new JobProgress("step", 0.4, 8, 20));
        assertThat(shown()).isEqualTo("reading edges …\nstep 1 of 20 …\nstep 9 of 20 …\n");
    }

    @Test
    void barIsDrawnOverAndLeavesAnEmptyLine() throws Exception {
        try (var bars = new ProgressBars(new Terminal(Call.stream(err), Call.stream(err), 60))) {
            bars.at(new JobProgress("reading edges", 0.5, -1, Long.MAX_VALUE));
            Thread.sleep(Duration.ofMillis(400));
            bars.at(new JobProgress("step", 0.5, 10, 20));
            Thread.sleep(Duration.ofMillis(400));
        }
        assertThat(shown())
                .contains("reading edges", "50%", "10/20")
                .endsWith("\r")
                .doesNotContain("\n");
        assertThat(shown().split("\r")).allSatisfy(drawn -> assertThat(drawn).hasSizeLessThan(60));
    }

    @Test
    void endIsSummedUp() {
        var call = Call.weft("run", "scores");
        assertThat(call.err()).containsPattern("ran scores: 0 supersteps in 0\\.\\d{3} s on 1 rank of \\d+ threads?\n");
        assertThat(call.err()).endsWith("results: score, level (see them with --top 10 or --output FILE)\n");
    }

    @Test
    void quietSaysNothing() {
        assertThat(Call.weft("run", "levels", "--quiet").err()).isEmpty();
    }

    private String shown() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
