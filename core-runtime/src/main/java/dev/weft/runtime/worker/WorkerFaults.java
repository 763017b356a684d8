package dev.weft.runtime.worker;

import dev.weft.collectives.Fence;
import dev.weft.runtime.InjectedFaultException;
import dev.weft.runtime.control.Fault;
import dev.weft.runtime.control.Fault.Kind;
import dev.weft.runtime.rank.StepHook;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * The faults that are to strike this worker and its ranks in one epoch. A rank that gets to one says so, and waits: the coordinator remembers that
 * the fault has struck, and only then does it strike, so that it never does so twice.
 */
final class WorkerFaults implements StepHook {
    private static final long LOOK_NANOS = 1_000_000;

    private final int worker;
    private final int firstRank;
    private final List<Fault> faults;
    private final Fence fence;
    private final IntConsumer reached;
    private final Set<Integer> struck = ConcurrentHashMap.newKeySet();

    /** @param reached told the index of a fault that a rank got to */
    WorkerFaults(int worker, int firstRank, List<Fault> faults, Fence fence, IntConsumer reached) {
        this.worker = worker;
        this.firstRank = firstRank;
        this.faults = faults;
        this.fence = fence;
        this.reached = reached;
    }

    @Override
    public void entering(int rank, long step) {
        for (Fault fault : faults) {
            if (fault.getStep() == step && concerns(fault, rank)) {
                await(fault);
            }
        }
    }

    private boolean concerns(Fault fault, int rank) {
        return fault.getKind() == Kind.KILL_RANK
                ? fault.getTarget() == rank
                : fault.getTarget() == worker && rank == firstRank;
    }

    private void await(Fault fault) {
        if (struck.contains(fault.getIndex())) {
            return;
        }
        reached.accept(fault.getIndex());
        while (!struck.contains(fault.getIndex())) {
            fence.check();
            LockSupport.parkNanos(LOOK_NANOS);
        }
        if (fault.getKind() == Kind.KILL_RANK) {
            throw new InjectedFaultException("kill rank=" + fault.getTarget() + " at step=" + fault.getStep());
        }
    }

    void struck(int index) {
        struck.add(index);
    }
}
