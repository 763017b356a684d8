package dev.weft.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.checkpoint.Body;
import dev.weft.checkpoint.ObjectStores;
import dev.weft.checkpoint.save.CheckpointName;
import dev.weft.checkpoint.save.EpochRecord;
import dev.weft.checkpoint.save.JobStore;
import dev.weft.checkpoint.save.Manifest;
import dev.weft.checkpoint.save.Part;
import dev.weft.checkpoint.save.StepId;
import dev.weft.checkpoint.save.Verification;
import dev.weft.checkpoint.save.Verification.State;
import dev.weft.runtime.CheckpointException;
import dev.weft.runtime.CheckpointSpec;
import dev.weft.runtime.ClusterSpec;
import dev.weft.runtime.Fault;
import dev.weft.runtime.Job;
import dev.weft.runtime.JobCancelledException;
import dev.weft.runtime.JobReport.RankReport;
import dev.weft.runtime.JobReport.Recovery;
import dev.weft.runtime.JobResult;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.OnLoss;
import dev.weft.runtime.SaveInterval;
import dev.weft.runtime.Weft;
import dev.weft.runtime.testing.EventsFile;
import dev.weft.system.Distribution.Ended;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Workers that are lost at the worst moments, are not replaced, or are others when the job is taken up again. */
@Timeout(120)
class HardKillsTest extends LeavesNothing {
    private static final int EVERY = 3;
    private static final SavedProgram PROGRAM = SavedProgram.TWO_ARRAYS;

    @TempDir
    private Path store;

    private CheckpointSpec saved() {
        return CheckpointSpec.of(store.toString(), new SaveInterval.EverySteps(EVERY));
    }

    /** There is time for more than one misfortune. */
    private JobSpec slowly(int ranks) {
        return PROGRAM.slowly(ranks).arg(Slowly.MILLIS, 100).checkpoint(saved());
    }

    private EventsFile events() {
        return new EventsFile(folder);
    }

    // ---- fewer workers, other workers

    @Test
    @Tag("long")
    void fourRanksShrinkToThree() {
        ClusterSpec cluster = Distribution.shortLived(4, folder)
                .onLoss(OnLoss.SHRINK)
                .faults(Fault.parse("kill worker=1 at step=8", 4));
        try (Weft weft = Weft.cluster(cluster)) {
            JobResult result = weft.run(PROGRAM.slowly(4).checkpoint(saved())).result();
            PROGRAM.assertUndisturbed(result, "on three of four workers");
            assertThat(result.report().ranks()).hasSize(3);
            Recovery recovery = result.report().recoveries().getFirst();
            assertThat(result.report().recoveries()).hasSize(1);
            assertThat(recovery.restoredFromStep()).isEqualTo(6);
            assertThat(recovery.ranksAfter()).isEqualTo(3);
            List<Long> survivors = recovery.pidsBefore();
            assertThat(recovery.pidsAfter()).containsExactly(survivors.get(0), survivors.get(2), survivors.get(3));
            assertThat(recovery.graphBytesReloaded()).isPositive();
        }
    }

    @Test
    void threeWorkersOfTheCommandShrinkToTwo(@TempDir Path outputs) throws Exception {
        var pagerank = new SavedCommand(outputs, Distribution.KRONECKER, Map.of());
        Ended ended = pagerank.run(
                "--ranks",
                "3",
                "--workers",
                "3",
                "--checkpoint",
                store.toString(),
                "--checkpoint-every",
                "3",
                "--on-loss",
                "shrink",
                "--inject",
                "kill worker=1 at step=8",
                "--output",
                "shrunk",
                "--json",
                "json");
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(pagerank.output("shrunk")).isEqualTo(pagerank.expected());
        assertThat(new String(pagerank.output("json"), StandardCharsets.UTF_8).replaceAll("\\s", ""))
                .contains("\"restored_from_step\":6", "\"ranks_after\":2");
    }

    @Test
    void aJobOfTwoWorkersIsTakenUpByThree() throws Exception {
        String id;
        try (Weft weft = Weft.cluster(Distribution.shortLived(2, folder.resolve("two")))) {
            Job job = weft.run(PROGRAM.slowly(2).checkpoint(saved()));
            id = job.id();
            new EventsFile(folder.resolve("two")).await(" checkpoint ", "step 6");
            job.cancel();
            assertThatThrownBy(job::result).isInstanceOf(JobCancelledException.class);
        }
        try (Weft weft = Weft.cluster(Distribution.shortLived(3, folder.resolve("three")))) {
            JobResult result =
                    weft.run(PROGRAM.slowly(3).checkpoint(saved().resume(id))).result();
            PROGRAM.assertUndisturbed(result, "taken up");
            assertThat(result.report().recoveries()).isEmpty();
            assertThat(new EventsFile(folder.resolve("three")).await(" begin "))
                    .containsPattern("from=\"step ([6-9]|1.|2.)\"");
        }
    }

    @Test
    @Tag("long")
    void withoutCheckpointsTheRestBeginsAgain() {
        ClusterSpec cluster = Distribution.shortLived(3, folder)
                .onLoss(OnLoss.SHRINK)
                .faults(List.of(new Fault.KillWorker(2, 3), new Fault.KillWorker(0, 5)));
        try (Weft weft = Weft.cluster(cluster)) {
            JobResult result = weft.run(PROGRAM.slowly(5)).result();
            PROGRAM.assertUndisturbed(result, "on one of three workers");
            assertThat(result.report().recoveries())
                    .allMatch(recovery -> recovery.restoredFromStep() == 0)
                    .extracting(Recovery::ranksAfter)
                    .containsExactly(3, 2);
            assertThat(result.report().ranks()).extracting(RankReport::worker).containsOnly(0);
        }
    }

    // ---- the worst moments

    @Test
    @Tag("long")
    void twoAtOnce() throws Exception {
        JobResult result = whileRunning(3, 3, job -> {
            events().await(" checkpoint ", "step 6");
            List<ProcessHandle> workers = workers();
            workers.get(0).destroyForcibly();
            workers.get(1).destroyForcibly();
        });
        assertThat(killed()).hasSize(2);
        assertThat(result.report().recoveries()).isNotEmpty().allMatch(each -> each.restoredFromStep() >= 6);
        Recovery last = result.report().recoveries().getLast();
        assertThat(result.report().recoveries().getFirst().pidsBefore())
                .filteredOn(last.pidsAfter()::contains)
                .hasSize(1);
    }

    /** All workers stand still as soon as the first part of a checkpoint is there; they are killed if it is not whole then. */
    @Test
    @Tag("long")
    void betweenPartsAndManifest() throws Exception {
        JobResult result = whileRunning(2, 4, job -> {
            Path checkpoints = store.resolve(job.id()).resolve("checkpoints");
            events().await(" checkpoint ", "step 3");
            Path unfinished = null;
            while (unfinished == null) {
                assertThat(job.completion().toCompletableFuture())
                        .as("every checkpoint was whole when we came")
                        .isNotDone();
                if (unfinished(checkpoints).isPresent()) {
                    signal("STOP");
                    Thread.sleep(100); // what was on its way to the coordinator comes to its end
                    unfinished = unfinished(checkpoints).orElse(null);
                    signal(unfinished == null ? "CONT" : "KILL");
                }
            }
            System.out.println("HardKillsTest killed before the manifest of " + checkpoints.relativize(unfinished));
        });
        Recovery recovery = result.report().recoveries().getFirst();
        assertThat(recovery.restoredFromStep()).isPositive();
        assertThat(recovery.stepsRedone()).isLessThanOrEqualTo(2 * EVERY);
    }

    /** The folder of a checkpoint that has parts and no manifest. */
    private static Optional<Path> unfinished(Path checkpoints) {
        try (Stream<Path> files = Files.walk(checkpoints)) {
            return files.filter(file -> file.getFileName().toString().startsWith("parts-"))
                    .map(Path::getParent)
                    .filter(each -> !Files.exists(each.resolve("manifest")))
                    .findFirst();
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty(); // something went while we looked
        }
    }

    @Test
    @Tag("long")
    void duringRecovery() throws Exception {
        JobResult result = whileRunning(2, 3, job -> {
            events().await(" checkpoint ", "step 6");
            ProcessHandle survivor = workers().get(1);
            workers().get(0).destroyForcibly();
            events().await(" form epoch=2");
            survivor.destroyForcibly();
        });
        assertThat(killed()).hasSize(2);
        assertThat(result.report().recoveries()).isNotEmpty().allMatch(each -> each.restoredFromStep() >= 6);
    }

    /** The newest checkpoint loses its bytes while the job recovers: it is found out by the ranks that read it. */
    @Test
    @Tag("long")
    void whatIsRestoredIsDamaged() throws Exception {
        JobResult result = whileRunning(2, 2, job -> {
            events().await(" checkpoint ", "step 6");
            workers().get(0).destroyForcibly();
            events().await(" state ", "RESTORING");
            damageNewest(store.resolve(job.id()));
        });
        Recovery recovery = result.report().recoveries().getLast();
        assertThat(recovery.restoredFromStep()).isPositive();
        assertThat(events().line(" damaged ", "/parts-")).isPresent();
        assertThat(events().line(" passed_over ", "the checkpoint at step " + (recovery.restoredFromStep() + EVERY)))
                .isPresent();
    }

    private static void damageNewest(Path job) throws Exception {
        try (var stored = new JobStore(ObjectStores.open(job.toString()))) {
            CheckpointName newest =
                    stored.checkpoints(stored.epochs()).counting().getFirst();
            for (Part part : stored.read(newest).parts()) {
                Files.write(job.resolve(part.object()), new byte[7]);
            }
        }
    }

    // ---- what somebody writes who was given up

    /** Manifests and records of an epoch that is over, and parts of one that isn't, as workers and coordinators may write that wake too late. */
    @Test
    @Tag("long")
    void whatIsStaleDoesNotCount() throws Exception {
        JobResult result = whileRunning(2, 2, job -> {
            events().await(" checkpoint ", "step 6");
            workers().get(0).destroyForcibly();
            events().await(" redone ", "epoch=2");
            forge(store.resolve(job.id()));
            events().await(" checkpoint epoch=2");
            workers().get(0).destroyForcibly();
        });
        assertThat(result.report().recoveries()).hasSize(2);
        assertThat(events().await(" begin epoch=3")).doesNotContain("step 23");
    }

    private static void forge(Path job) throws Exception {
        try (var stored = new JobStore(ObjectStores.open(job.toString()))) {
            CheckpointName newest =
                    stored.checkpoints(stored.epochs()).counting().getFirst();
            Manifest manifest = stored.read(newest);
            long restored = stored.epochs().getLast().restored().step();
            for (long step : new long[] {restored + 1, restored + EVERY, 23}) {
                var forged = new Manifest(
                        1,
                        new StepId(0, step),
                        manifest.identity(),
                        manifest.partitions(),
                        manifest.items(),
                        manifest.values(),
                        manifest.parts());
                assertThat(stored.commit(forged)).isTrue();
                var name = new CheckpointName(forged.at(), 1);
                assertThat(stored.checkpoints(stored.epochs()).counting()).doesNotContain(name);
                byte[] noise = {1, 2, 3};
                String parts = new CheckpointName(forged.at(), 2).folder() + "/parts-0-32-0-0123456789abcdef";
                stored.store().put(parts, Body.of(noise));
            }
            assertThat(stored.begin(new EpochRecord(1, "a zombie", StepId.BEGINNING)))
                    .isFalse();
            assertThat(stored.begin(new EpochRecord(2, "a zombie", StepId.BEGINNING)))
                    .isFalse();
        }
    }

    @Test
    @Tag("long")
    void anotherCoordinatorHasTakenTheJob() throws Exception {
        try (Weft weft = Weft.cluster(Distribution.shortLived(2, folder))) {
            Job job = weft.run(slowly(2));
            events().await(" checkpoint ", "step 6");
            try (var stored =
                    new JobStore(ObjectStores.open(store.resolve(job.id()).toString()))) {
                assertThat(stored.begin(new EpochRecord(2, "another one", new StepId(0, 3))))
                        .isTrue();
            }
            workers().get(0).destroyForcibly();
            assertThatThrownBy(job::result)
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("epoch 2 of job " + job.id())
                    .hasMessageContaining("was begun by another coordinator");
        }
    }

    @FunctionalInterface
    private interface Misfortune {
        void strike(Job job) throws Exception;
    }

    /** Runs the program with checkpoints; in the end those in the store are whole. */
    private JobResult whileRunning(int workers, int ranks, Misfortune misfortune) throws Exception {
        try (Weft weft = Weft.cluster(Distribution.shortLived(workers, folder))) {
            Job job = weft.run(slowly(ranks));
            misfortune.strike(job);
            JobResult result = job.result();
            PROGRAM.assertUndisturbed(result, events().lines().toString());
            try (var stored =
                    new JobStore(ObjectStores.open(store.resolve(job.id()).toString()))) {
                assertThat(Verification.of(stored))
                        .filteredOn(each -> each.state() != State.UNFINISHED)
                        .hasSize(3)
                        .allMatch(each -> each.state() == State.WHOLE);
            }
            return result;
        }
    }

    /** What the coordinator says of processes that were ended by force. */
    private List<String> killed() {
        return events().lines().stream()
                .filter(line -> line.contains("ended by signal 9") && line.contains(" down "))
                .toList();
    }

    private static List<ProcessHandle> workers() {
        return Leftovers.workersOf(ProcessHandle.current()).sorted().toList();
    }

    private static void signal(String name) throws Exception {
        var command = Stream.concat(
                        Stream.of("kill", "-" + name), workers().stream().map(worker -> Long.toString(worker.pid())))
                .toList();
        assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
    }
}
