package dev.weft.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.checkpoint.ObjectStores;
import dev.weft.checkpoint.StoreException;
import dev.weft.checkpoint.save.JobStore;
import dev.weft.checkpoint.save.Verification;
import dev.weft.checkpoint.save.Verification.State;
import dev.weft.graph.algorithms.PageRank;
import dev.weft.runtime.CheckpointException;
import dev.weft.runtime.CheckpointSpec;
import dev.weft.runtime.ClusterSpec;
import dev.weft.runtime.Fault;
import dev.weft.runtime.JobReport.RankReport;
import dev.weft.runtime.JobReport.Recovery;
import dev.weft.runtime.JobResult;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.SaveInterval;
import dev.weft.runtime.Weft;
import dev.weft.runtime.testing.EventsFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code --inject} does to jobs with checkpoints on two workers, beside the kills of {@link SavedKillsTest}. */
@Timeout(120)
class InjectedFaultsTest extends LeavesNothing {
    private static final JobSpec SPEC = JobSpec.of("pagerank", PageRank::new)
            .ranks(3)
            .threads(1)
            .args(Map.of("graph", "kronecker:scale=9,degree=8,seed=2", "iterations", 12));

    @TempDir
    private Path store;

    /** Every three steps; the workers have little memory. */
    private JobResult run(boolean optional, String... faults) {
        var ofWorkers = new ArrayList<Fault>();
        var ofStore = new ArrayList<Fault.OfStore>();
        for (String text : faults) {
            for (Fault fault : Fault.parse(text, 2)) {
                if (fault instanceof Fault.OfStore befalls) {
                    ofStore.add(befalls);
                } else {
                    ofWorkers.add(fault);
                }
            }
        }
        var saved = CheckpointSpec.of(store.toString(), new SaveInterval.EverySteps(3))
                .optional(optional)
                .faults(ofStore);
        ClusterSpec workers = Distribution.workers(2, folder);
        var flags = new ArrayList<>(workers.workerFlags());
        flags.add("-Xmx192m");
        try (Weft weft = Weft.cluster(workers.workerFlags(flags).faults(ofWorkers))) {
            return weft.run(SPEC.checkpoint(saved)).result();
        }
    }

    private static double[] undisturbed() {
        try (Weft weft = Weft.local()) {
            return weft.run(SPEC.ranks(1)).result().doubles("pagerank");
        }
    }

    private EventsFile events() {
        return new EventsFile(folder);
    }

    private static Recovery onlyRecovery(JobResult result) {
        List<Recovery> recoveries = result.report().recoveries();
        assertThat(recoveries).hasSize(1);
        return recoveries.getFirst();
    }

    /** Worker 0 is the process that it was, and has its graph. */
    private static void assertWorkerOneWasReplaced(JobResult result) {
        Recovery recovery = onlyRecovery(result);
        assertThat(recovery.pidsAfter().getFirst())
                .isEqualTo(recovery.pidsBefore().getFirst());
        assertThat(recovery.pidsAfter().getLast())
                .isNotEqualTo(recovery.pidsBefore().getLast());
        assertThat(result.report().ranks().stream()
                        .filter(rank -> rank.worker() == 0)
                        .mapToLong(RankReport::bytesRead)
                        .sum())
                .as("bytes of the graph that the survivor read again")
                .isZero();
    }

    @Test
    void aStoreThatErrsAndIsSlowAndAWorkerThatDiesWhileItSaves() throws StoreException {
        JobResult result =
                run(false, "store errors=0.2 seed=7", "store slow=2x", "kill worker=1 during=save at step=6");
        assertThat(result.doubles("pagerank")).isEqualTo(undisturbed());
        assertWorkerOneWasReplaced(result);
        assertThat(onlyRecovery(result).restoredFromStep()).isIn(0L, 3L);
        assertThat(events().line("fault", "store errors=0.2 seed=7")).isPresent();
        assertThat(events().line("fault", "store slow=2x")).isPresent();
        assertThat(events().line("fault", "kill worker=1 during=save at step=6"))
                .isPresent();
        assertThat(events().lines().stream().filter(line -> line.contains(" checkpoint epoch=1")))
                .as("what was being saved does not count")
                .noneMatch(line -> line.contains("step 6"));
        assertThat(findings()).isNotEmpty().noneMatch(found -> found.state() == State.DAMAGED);
    }

    private List<Verification.Finding> findings() throws StoreException {
        String job = events().job().getFileName().toString();
        try (var jobs = new JobStore(ObjectStores.open(store.resolve(job).toString()))) {
            return Verification.of(jobs);
        }
    }

    @Test
    void aWorkerWithoutMemoryIsReplaced() {
        JobResult result = run(false, "exhaust heap rank=2 at step=8");
        assertThat(result.doubles("pagerank")).isEqualTo(undisturbed());
        assertWorkerOneWasReplaced(result);
        assertThat(onlyRecovery(result).restoredFromStep()).isEqualTo(6);
        assertThat(events().line("fault", "exhaust heap rank=2 at step=8")).isPresent();
        System.out.println("InjectedFaultsTest without memory: " + onlyRecovery(result));
    }

    @Test
    @Tag("long")
    void aDiskThatIsFullEndsTheJob() {
        assertThatThrownBy(() -> run(false, "disk full at step=5"))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(
                        "no checkpoint at step 6 could be saved: can't write checkpoints/0-000000000006/1/parts-")
                .hasMessageContaining("the disk is full: make room, or name another folder (injected)");
        assertThat(events().lines().stream().filter(line -> line.contains("disk full at step=5")))
                .as("each worker gets there, it strikes once")
                .hasSize(1);
    }

    @Test
    void whereCheckpointsAreOptionalTheJobGoesOn() {
        JobResult result = run(true, "disk full at step=5");
        assertThat(result.doubles("pagerank")).isEqualTo(undisturbed());
        assertThat(result.report().checkpoints()).isEqualTo(1);
        assertThat(result.report().missedCheckpoints()).isBetween(1L, 2L);
        assertThat(events().line("not_saved", "step 6")).isPresent();
    }
}
