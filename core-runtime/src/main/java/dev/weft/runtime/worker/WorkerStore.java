package dev.weft.runtime.worker;

import dev.weft.checkpoint.save.JobStore;
import dev.weft.runtime.Fault;
import dev.weft.runtime.control.WorkerStart;
import dev.weft.runtime.saving.SavedJob;
import dev.weft.runtime.saving.StoreFaults;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The store of a job's checkpoints, as a worker opens it once, when it is needed first. */
final class WorkerStore {
    private final String folder;
    private final StoreFaults faults;
    private @Nullable JobStore opened;

    WorkerStore(String folder, StoreFaults faults) {
        this.folder = folder;
        this.faults = faults;
    }

    static WorkerStore of(WorkerStart start) {
        List<Fault.OfStore> faults = start.getStoreFaultsList().stream()
                .flatMap(text -> Fault.parse(text, 1).stream())
                .map(Fault.OfStore.class::cast)
                .toList();
        return new WorkerStore(start.getCheckpoints(), new StoreFaults(faults, 1 + start.getProcess()));
    }

    /** @throws dev.weft.runtime.UsageException if it can't be used from here */
    synchronized JobStore open() {
        JobStore store = opened;
        if (store == null) {
            store = SavedJob.open(folder, faults);
            opened = store;
        }
        return store;
    }

    /** Its disk is full from now on, on purpose. */
    void fill() {
        faults.fill();
    }
}
