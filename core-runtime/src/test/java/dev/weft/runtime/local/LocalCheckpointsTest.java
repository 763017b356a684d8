package dev.weft.runtime.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.checkpoint.Body;
import dev.weft.checkpoint.ObjectStores;
import dev.weft.checkpoint.StoreException;
import dev.weft.checkpoint.save.JobStore;
import dev.weft.checkpoint.save.Verification;
import dev.weft.checkpoint.save.Verification.State;
import dev.weft.runtime.CheckpointException;
import dev.weft.runtime.CheckpointSpec;
import dev.weft.runtime.DrainedException;
import dev.weft.runtime.Fault;
import dev.weft.runtime.Job;
import dev.weft.runtime.JobFailedException;
import dev.weft.runtime.JobResult;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.Program;
import dev.weft.runtime.Rank;
import dev.weft.runtime.SaveInterval;
import dev.weft.runtime.UsageException;
import dev.weft.runtime.Weft;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Jobs in this JVM that are left, or fail, and are taken up again. */
@Timeout(30)
class LocalCheckpointsTest {
    private static final long STEPS = 20;
    private static final long SUM = STEPS * (STEPS - 1) / 2;

    @TempDir
    private Path folder;

    private final Weft weft = Weft.local();
    private final CountDownLatch halfWay = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    @AfterEach
    void close() {
        weft.close();
    }

    /** Adds up its steps; says when it is half way, and then waits. */
    private final class Adding implements Program {
        @Override
        public void run(Rank rank) {
            long[] sum = new long[1];
            for (long step : rank.steps(STEPS).saving("sum", sum)) {
                if (step == STEPS / 2) {
                    halfWay.countDown();
                    await(goOn);
                }
                if (rank.arg("fails", -1L) == step) {
                    throw new IllegalStateException("at step " + step);
                }
                sum[0] += step;
            }
            rank.result("sum", sum[0]);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aDrainedJobGoesOnWhereItLeft() throws InterruptedException {
        Job job = weft.run(spec(saved()));
        halfWay.await();
        job.drain();
        goOn.countDown();
        assertThatThrownBy(job::result).isInstanceOf(DrainedException.class).hasMessageContaining("step 11");
        JobResult result = weft.run(spec(saved().resume(job.id()))).result();
        assertThat(result.scalars()).containsEntry("sum", SUM);
        assertThat(result.report().supersteps()).isEqualTo(STEPS);
    }

    @Test
    void withOtherArgumentsItIsRefusedWithBothValues() throws InterruptedException {
        Job job = weft.run(spec(saved()));
        halfWay.await();
        job.drain();
        goOn.countDown();
        assertThatThrownBy(job::result).isInstanceOf(DrainedException.class);
        assertThatThrownBy(() -> weft.run(spec(saved().resume(job.id())).arg("fails", 3L)))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("fails=not given, this one has fails=3");
    }

    @Test
    void aJobThatFailedCanBeTakenUp() {
        goOn.countDown();
        Job job = weft.run(spec(saved()).arg("fails", 13L));
        assertThatThrownBy(job::result).isInstanceOf(JobFailedException.class).hasMessageContaining("at step 13");
        Job again = weft.run(spec(saved().resume(job.id())).arg("fails", 13L));
        assertThatThrownBy(again::result).hasMessageContaining("at step 13");
        assertThat(again.id()).isEqualTo(job.id());
    }

    @Test
    void oneThatIsNotThereCanNot() {
        assertThatThrownBy(() -> weft.run(spec(saved().resume("nobody-1"))))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("there is no job nobody-1");
    }

    @Test
    void withoutCheckpointsThereIsNothingToDrain() {
        goOn.countDown();
        Job job = weft.run(JobSpec.of("adding", Adding::new).threads(1));
        assertThatThrownBy(job::drain).isInstanceOf(IllegalStateException.class);
        assertThat(job.result().scalars()).containsKey("sum");
    }

    // ---- stores that fail

    @Test
    void throughErrorsAndDelaysOfTheStoreItSavesAllTheSame() {
        goOn.countDown();
        var faults = List.<Fault.OfStore>of(new Fault.StoreErrors(0.2, 7), new Fault.StoreSlow(2));
        JobResult result = weft.run(spec(saved().faults(faults))).result();
        assertThat(result.scalars()).containsEntry("sum", SUM);
        assertThat(result.report().missedCheckpoints()).isZero();
        assertThat(result.report().checkpoints()).as("the last one, too").isEqualTo((STEPS - 1) / 4);
    }

    @Test
    void aFullDiskEndsItWithASentence() {
        goOn.countDown();
        Job job = weft.run(spec(saved().faults(List.of(new Fault.DiskFull(7)))));
        assertThatThrownBy(job::result)
                .isInstanceOf(CheckpointException.class)
                .message()
                .matches(
                        "no checkpoint at step 8 could be saved: can't write checkpoints/0-0*8/\\S+ to \\S+: the disk is full:"
                                + " make room, or name another folder \\(injected\\) \\(--checkpoint-optional goes on without\\)");
        JobResult taken = weft.run(spec(saved().resume(job.id()))).result();
        assertThat(taken.scalars()).containsEntry("sum", SUM);
    }

    @Test
    void whereCheckpointsAreOptionalItGoesOn() {
        goOn.countDown();
        var optional = saved().optional(true).faults(List.of(new Fault.DiskFull(7)));
        JobResult result = weft.run(spec(optional)).result();
        assertThat(result.scalars()).containsEntry("sum", SUM);
        assertThat(result.report().checkpoints()).as("at step 4").isEqualTo(1);
        assertThat(result.report().missedCheckpoints()).isPositive();
    }

    @Test
    void withoutAPlaceItBeginsOnlyIfCheckpointsAreOptional() {
        goOn.countDown();
        var nowhere = CheckpointSpec.of(folder.resolve("no/such").toString(), new SaveInterval.EverySteps(4));
        assertThatThrownBy(() -> weft.run(spec(nowhere)))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("the checkpoints' store can't be used: can't keep objects in " + folder)
                .hasMessageEndingWith("make it first (mkdir -p)");
        JobResult result = weft.run(spec(nowhere.optional(true))).result();
        assertThat(result.scalars()).containsEntry("sum", SUM);
        assertThat(result.report().checkpoints()).isZero();
        assertThatThrownBy(() -> weft.run(spec(nowhere.optional(true).resume("job-1"))))
                .as("what is to be taken up can't be left out")
                .isInstanceOf(UsageException.class);
    }

    /** What was being written when a process died: no manifest knows of it. */
    @Test
    void whatADeadAttemptLeftUnfinishedIsRemoved() throws IOException {
        goOn.countDown();
        Job job = weft.run(spec(saved()).arg("fails", 13L));
        assertThatThrownBy(job::result).isInstanceOf(JobFailedException.class);
        Path drafts = folder.resolve(job.id(), ".tmp");
        try (var jobs = new JobStore(ObjectStores.open(folder.resolve(job.id()).toString()))) {
            var upload = jobs.store().upload("checkpoints/0-16/1/parts", 5 << 20);
            upload.part(0, Body.of("half of it"));
            Files.writeString(drafts.resolve("draft"), "half of it");
            List<Path> left = filesIn(drafts);
            assertThat(left).hasSizeGreaterThanOrEqualTo(2).contains(drafts.resolve("draft"));
            List<Verification.Finding> before = whole(jobs);
            assertThat(before).isNotEmpty();

            Job again = weft.run(spec(saved().resume(job.id())).arg("fails", 13L));
            assertThatThrownBy(again::result).hasMessageContaining("at step 13");
            assertThat(filesIn(drafts)).doesNotContainAnyElementsOf(left);
            assertThat(whole(jobs)).containsAll(before);
        }
    }

    /** Beside them there may be one that was being saved when the program failed. */
    private static List<Verification.Finding> whole(JobStore jobs) throws StoreException {
        List<Verification.Finding> findings = Verification.of(jobs);
        assertThat(findings).noneMatch(found -> found.state() == State.DAMAGED);
        return findings.stream().filter(found -> found.state() == State.WHOLE).toList();
    }

    private static List<Path> filesIn(Path drafts) throws IOException {
        try (Stream<Path> files = Files.list(drafts)) {
            return files.toList();
        }
    }

    private CheckpointSpec saved() {
        return CheckpointSpec.of(folder.toString(), new SaveInterval.EverySteps(4));
    }

    private JobSpec spec(CheckpointSpec saved) {
        return JobSpec.of("adding", Adding::new).ranks(2).threads(1).checkpoint(saved);
    }
}
