package dev.weft.runtime.saving;

import dev.weft.checkpoint.ObjectStore;
import dev.weft.checkpoint.store.FaultyStore;
import dev.weft.checkpoint.store.FullStore;
import dev.weft.checkpoint.store.SlowStore;
import dev.weft.checkpoint.store.StoreClock;
import dev.weft.runtime.Fault;
import java.util.List;

/** What is to befall a job's store, as one of the job's processes sees it. */
public final class StoreFaults {
    private final List<Fault.OfStore> faults;
    private final int process;
    private volatile boolean full;

    /** @param process in each process other calls fail */
    public StoreFaults(List<Fault.OfStore> faults, int process) {
        this.faults = List.copyOf(faults);
        this.process = process;
    }

    public static StoreFaults none() {
        return new StoreFaults(List.of(), 0);
    }

    /** The store with what befalls it. */
    ObjectStore before(ObjectStore store) {
        ObjectStore spoilt = store;
        for (Fault.OfStore fault : faults) {
            spoilt = switch (fault) {
                case Fault.StoreErrors(double share, long seed) -> new FaultyStore(spoilt, share, seed + process);
                case Fault.StoreSlow(double factor) -> new SlowStore(spoilt, factor, StoreClock.SYSTEM);
                case Fault.DiskFull _ -> new FullStore(spoilt, () -> full);
            };
        }
        return spoilt;
    }

    /** Whether the disk is to be full from this boundary on. */
    public boolean fillsAt(long step) {
        return faults.stream().anyMatch(fault -> fault instanceof Fault.DiskFull(long at) && at == step);
    }

    /** The disk is full from now on. */
    public void fill() {
        full = true;
    }
}
