package dev.weft.runtime.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.checkpoint.ObjectStore;
import dev.weft.checkpoint.ObjectStores;
import dev.weft.checkpoint.StoreException;
import dev.weft.checkpoint.StoreException.Kind;
import dev.weft.checkpoint.save.EpochRecord;
import dev.weft.checkpoint.save.JobStore;
import dev.weft.checkpoint.save.StepId;
import dev.weft.checkpoint.store.StoreCall;
import dev.weft.checkpoint.store.StoreLayer;
import dev.weft.runtime.CheckpointException;
import dev.weft.runtime.control.StateReport;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A worker looks whether its store is the coordinator's. */
final class WorkerCheckpointsTest {
    private final List<StateReport> said = new ArrayList<>();

    private void requireShared(ObjectStore store) {
        WorkerCheckpoints.requireShared(new JobStore(store), 3, report -> said.add(report.build()));
    }

    @Test
    void whoFindsTheEpochsRecordSaysNothing() throws StoreException {
        ObjectStore store = ObjectStores.inMemory("shared");
        new JobStore(store).begin(new EpochRecord(3, "coordinator", StepId.BEGINNING));
        requireShared(store);
        assertThat(said).isEmpty();
    }

    @Test
    void whoSeesAnotherFolderEndsTheJobWithASentence() throws StoreException {
        ObjectStore other = ObjectStores.inMemory("other");
        new JobStore(other).begin(new EpochRecord(2, "coordinator", StepId.BEGINNING));
        assertThatThrownBy(() -> requireShared(other)).isInstanceOf(CheckpointException.class);
        assertThat(said)
                .extracting(StateReport::getUnusable)
                .containsExactly("a worker finds another folder behind memory:other than the job's coordinator:"
                        + " give one that all hosts share, or s3://BUCKET/PREFIX");
    }

    @Test
    void whoCantReadTheStoreSaysWhy() {
        ObjectStore denied = new StoreLayer(ObjectStores.inMemory("denied")) {
            @Override
            protected <T> T pass(StoreCall call, Action<T> action) throws StoreException {
                throw StoreException.of(Kind.DENIED, call.failedAt(this) + ": access is denied");
            }
        };
        assertThatThrownBy(() -> requireShared(denied)).isInstanceOf(CheckpointException.class);
        assertThat(said)
                .extracting(StateReport::getUnusable)
                .containsExactly("can't read epochs/000000003 from memory:denied: access is denied");
    }
}
