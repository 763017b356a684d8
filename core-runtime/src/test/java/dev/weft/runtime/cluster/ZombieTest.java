package dev.weft.runtime.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.checkpoint.ObjectStores;
import dev.weft.checkpoint.save.JobStore;
import dev.weft.checkpoint.save.Verification;
import dev.weft.checkpoint.save.Verification.State;
import dev.weft.runtime.CheckpointSpec;
import dev.weft.runtime.ClusterSpec;
import dev.weft.runtime.Fault;
import dev.weft.runtime.Job;
import dev.weft.runtime.JobReport.Recovery;
import dev.weft.runtime.JobResult;
import dev.weft.runtime.SaveInterval;
import dev.weft.runtime.testing.EventsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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

    @TempDir
    private Path store;

    @Test
    void oneThatWakesTakesItselfOut() throws Exception {
        EventsFile events = new EventsFile(state);
        JobResult result = runUntil(false, "down process=1", "ended with exit code 64");
        assertDropped(events);
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

    /** Worker 1 is stopped while a checkpoint of it is on its way: what it writes when it wakes is no part of any. */
    @Test
    void oneThatWakesInTheMiddleOfASave() throws Exception {
        Path gate = gates.resolve("gate");
        var events = new EventsFile(state);
        var runtime = new ClusterRuntime(ClusterSpec.of(2, state), false);
        try {
            Job job = runtime.run(SavedSums.spec(RANKS, gate)
                    .checkpoint(CheckpointSpec.of(store.toString(), new SaveInterval.EverySteps(2))));
            Path saved = store.resolve(job.id());
            String _ = events.await(" checkpoint ", "step 2");
            while (files(saved.resolve(".tmp")).isEmpty()) {
                assertThat(job.progress().step()).as("no save was seen").isLessThan(GatedSums.STEPS - 1);
            }
            ProcessHandle zombie = worker(1);
            signal(zombie, "STOP");
            System.out.println("ZombieTest stopped with on its way: " + files(saved.resolve(".tmp")));
            String _ = events.await(" down process=1", "silent");
            String _ = events.await(" redone epoch=2");
            signal(zombie, "CONT");
            String _ = events.await(" down process=1", "ended with exit code 64");
            Files.createFile(gate);
            JobResult result = job.result();
            assertThat(result.report().recoveries().getFirst().restoredFromStep())
                    .isGreaterThanOrEqualTo(2);
            assertRecoveredFromTheSilentOne(result);
            assertDropped(events);
            try (var stored = new JobStore(ObjectStores.open(saved.toString()))) {
                assertThat(Verification.of(stored))
                        .isNotEmpty()
                        .noneMatch(checkpoint -> checkpoint.state() == State.DAMAGED);
            }
        } finally {
            runtime.close();
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static ProcessHandle worker(int number) {
        return ProcessHandle.current()
                .children()
                .filter(ZombieTest::isJava)
                .sorted()
                .skip(number)
                .findFirst()
                .orElseThrow();
    }

    private static void signal(ProcessHandle process, String name) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    private static void assertDropped(EventsFile events) {
        String end = events.await(" end ");
        assertThat(number(end, "stale_dropped") + number(end, "self_fenced"))
                .as(end)
                .isPositive();
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
