package dev.weft.runtime.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.runtime.ClusterSpec;
import dev.weft.runtime.Fault;
import dev.weft.runtime.Job;
import dev.weft.runtime.JobReport.Recovery;
import dev.weft.runtime.JobResult;
import dev.weft.runtime.testing.EventsFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A worker stands still for so long that it is taken for dead and replaced; then it wakes up, or is seen to be dead indeed. */
@Tag("long")
@Timeout(120)
class ZombieTest {
    private static final int RANKS = 2;

    @TempDir
    private Path state;

    @TempDir
    private Path gates;

    @Test
    void oneThatWakesTakesItselfOut() throws Exception {
        EventsFile events = new EventsFile(state);
        JobResult result = runUntil(false, "down process=1", "ended with exit code 64");
        String end = events.await(" end ");
        assertThat(number(end, "stale_dropped") + number(end, "self_fenced"))
                .as(end)
                .isPositive();
        assertRecoveredFromTheSilentOne(result);
    }

    @Test
    void oneThatIsTakenForDeadIsKilled() throws Exception {
        assertRecoveredFromTheSilentOne(runUntil(true, "down process=1", "ended by signal 9"));
    }

    /** Runs a job whose worker 1 stands still for 15 s, and lets it end when that event has come. */
    private JobResult runUntil(boolean killsSilent, String... event) throws Exception {
        Path gate = gates.resolve("gate");
        var cluster = ClusterSpec.of(2, state).faults(Fault.parse("pause worker=1 at step=3 for=15s", 2));
        var runtime = new ClusterRuntime(cluster, killsSilent);
        try {
            Job job = runtime.run(GatedSums.spec(RANKS, gate));
            new EventsFile(state).await(event);
            assertThat(job.completion().toCompletableFuture()).isNotDone();
            Files.createFile(gate);
            return job.result();
        } finally {
            runtime.close();
        }
    }

    private static void assertRecoveredFromTheSilentOne(JobResult result) {
        assertThat(result.scalars().get("sum")).isEqualTo(GatedSums.expected(RANKS));
        assertThat(result.report().recoveries()).isNotEmpty();
        Recovery first = result.report().recoveries().getFirst();
        assertThat(first.pidsBefore()).hasSize(RANKS);
        long silent = first.pidsBefore().get(1);
        assertThat(result.report().recoveries().getLast().pidsAfter()).doesNotContain(silent);
        assertThat(ProcessHandle.of(silent)).as("the silent process").isEmpty();
        assertThat(ProcessHandle.current().children().filter(ZombieTest::isJava))
                .isEmpty();
    }

    private static boolean isJava(ProcessHandle process) {
        return process.info().command().orElse("").endsWith("java");
    }

    private static long number(String line, String name) {
        Matcher matcher = Pattern.compile(name + "=(\\d+)").matcher(line);
        assertThat(matcher.find()).as(line).isTrue();
        return Long.parseLong(matcher.group(1));
    }
}
