package dev.weft.runtime.worker;

import dev.weft.checkpoint.save.StepId;
import dev.weft.collectives.Fence;
import dev.weft.runtime.InjectedFaultException;
import dev.weft.runtime.control.Fault;
import dev.weft.runtime.control.Fault.Kind;
import dev.weft.runtime.rank.StepHook;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * The faults that are to strike this worker and its ranks in one epoch. A rank that gets to one says so, and waits: the coordinator remembers that
 * the fault has struck, and only then does it strike, so that it never does so twice. Saves that were begun are let come to their
 * end before, except where it is a save that is to be struck.
 */
final class WorkerFaults {
    private static final long LOOK_NANOS = 1_000_000;
    private static final int TAKEN_AT_ONCE = 1 << 17;

    private final int worker;
    private final int ranks;
    private final List<Fault> faults;
    private final Fence fence;
    private final IntConsumer reached;
    private final Runnable diskFull;
    private final Set<Integer> struck = ConcurrentHashMap.newKeySet();
    /** By its fault, how many ranks hold their saves back; guarded by itself. */
    private final Map<Integer, Integer> holding = new HashMap<>();

    /**
     * @param ranks of this worker
     * @param reached told the index of a fault that a rank got to
     * @param diskFull has this worker's store take no more
     */
    WorkerFaults(int worker, int ranks, List<Fault> faults, Fence fence, IntConsumer reached, Runnable diskFull) {
        this.worker = worker;
        this.ranks = ranks;
        this.faults = faults;
        this.fence = fence;
        this.reached = reached;
        this.diskFull = diskFull;
    }

    /**
     * Brings the faults to the ranks of an operator.
     *
     * @param first whether it is the job's first operator, whose ranks faults speak of
     * @param clock the rank whose steps count for the whole worker, or -1
     */
    StepHook hook(boolean first, int clock) {
        return (rank, step, settled) -> {
            for (Fault fault : faults) {
                boolean concerned = switch (fault.getKind()) {
                    case KILL_RANK, EXHAUST_HEAP -> first && fault.getTarget() == rank;
                    case KILL_WORKER, PAUSE_WORKER -> fault.getTarget() == worker && rank == clock;
                    case DISK_FULL -> rank == clock;
                    case KILL_DURING_SAVE, UNRECOGNIZED -> false;
                };
                if (concerned && fault.getStep() == step) {
                    await(fault, settled);
                }
            }
        };
    }

    private void await(Fault fault, Runnable settled) {
        if (struck.contains(fault.getIndex())) {
            return;
        }
        settled.run();
        reached.accept(fault.getIndex());
        while (!struck.contains(fault.getIndex())) {
            fence.check();
            LockSupport.parkNanos(LOOK_NANOS);
        }
        switch (fault.getKind()) {
            case KILL_RANK ->
                throw new InjectedFaultException("kill rank=" + fault.getTarget() + " at step=" + fault.getStep());
            case EXHAUST_HEAP -> exhaustHeap();
            default -> {}
        }
    }

    /** Takes memory and holds it until there is none. */
    private static void exhaustHeap() {
        var taken = new ArrayList<long[]>();
        while (taken.size() < Integer.MAX_VALUE) {
            taken.add(new long[TAKEN_AT_ONCE]);
        }
    }

    void struck(int index) {
        if (faults.stream().anyMatch(fault -> fault.getIndex() == index && fault.getKind() == Kind.DISK_FULL)) {
            diskFull.run();
        }
        struck.add(index);
    }

    /**
     * A rank has copied its state and is about to send it.
     *
     * @throws InterruptedException if the save was stopped before the fault struck
     */
    void sending(StepId at) throws InterruptedException {
        for (Fault fault : faults) {
            if (fault.getKind() == Kind.KILL_DURING_SAVE
                    && fault.getTarget() == worker
                    && (fault.getStep() == dev.weft.runtime.Fault.ANY_STEP || fault.getStep() == at.step())) {
                holdUp(fault.getIndex());
            }
        }
    }

    /** For ever: this process is killed, when all of its ranks have come to this, or the save is stopped. */
    private void holdUp(int index) throws InterruptedException {
        boolean all;
        synchronized (holding) {
            all = holding.merge(index, 1, Integer::sum) == ranks;
        }
        if (all) {
            reached.accept(index);
        }
        new CountDownLatch(1).await();
    }
}
