package dev.weft.runtime.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.checkpoint.ObjectStores;
import dev.weft.checkpoint.StoreException;
import dev.weft.checkpoint.save.EpochRecord;
import dev.weft.checkpoint.save.JobStore;
import dev.weft.checkpoint.save.StepId;
import dev.weft.runtime.CheckpointException;
import dev.weft.runtime.Fault;
import dev.weft.runtime.control.StateReport;
import dev.weft.runtime.saving.StoreFaults;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A worker looks whether its store is the coordinator's. */
@Timeout(20)
final class WorkerCheckpointsTest {
    private static final int EPOCH = 2;

    @TempDir
    private Path folder;

    private final List<StateReport> said = new ArrayList<>();

    private JobStore shared(Path job) {
        var opening = new WorkerStore(job.toString(), StoreFaults.none());
        return WorkerCheckpoints.shared(opening, EPOCH, report -> said.add(report.build()));
    }

    private void beginUpTo(int last) throws StoreException {
        try (var coordinators = new JobStore(ObjectStores.open(folder.toString()))) {
            for (int epoch = 1; epoch <= last; epoch++) {
                coordinators.begin(new EpochRecord(epoch, "coordinator", StepId.BEGINNING));
            }
        }
    }

    @Test
    void whoFindsTheEpochsRecordSaysNothing() throws StoreException {
        beginUpTo(EPOCH);
        assertThat(shared(folder).epochs()).hasSize(EPOCH);
        assertThat(said).isEmpty();
    }

    @Test
    void whoSeesAnotherFolderSaysSo() throws StoreException {
        beginUpTo(EPOCH - 1);
        assertThatThrownBy(() -> shared(folder)).isInstanceOf(CheckpointException.class);
        assertThat(said)
                .extracting(StateReport::getUnusable)
                .containsExactly("a worker finds another folder behind " + folder + " than the job's coordinator:"
                        + " give one that all hosts share, or s3://BUCKET/PREFIX");
    }

    @Test
    void whoHasNoSuchFolderSaysSo() {
        assertThatThrownBy(() -> shared(folder.resolve("no/such/job"))).isInstanceOf(CheckpointException.class);
        assertThat(said)
                .extracting(StateReport::getUnusable)
                .containsExactly("the checkpoints' store can't be used: can't keep objects in " + folder
                        + "/no/such/job: there is no folder " + folder + "/no/such: make it first (mkdir -p)");
    }

    @Test
    void aFullDiskCanStillBeRead() throws StoreException {
        beginUpTo(EPOCH);
        var opening = new WorkerStore(folder.toString(), new StoreFaults(List.of(new Fault.DiskFull(0)), 1));
        opening.fill();
        JobStore store = WorkerCheckpoints.shared(opening, EPOCH, report -> said.add(report.build()));
        assertThat(store).isSameAs(opening.open());
        assertThatThrownBy(() -> store.begin(new EpochRecord(EPOCH + 1, "worker", StepId.BEGINNING)))
                .hasMessageContaining("the disk is full");
        assertThat(said).isEmpty();
    }
}
