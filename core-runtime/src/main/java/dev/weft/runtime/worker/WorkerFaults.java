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
 * the fault has struck, and only then does it strike, so that it never does so twice. Saves that were begun are let come to their
 * end before.
 */
final class WorkerFaults {
    private static final long LOOK_NANOS = 1_000_000;

    private final int worker;
    private final List<Fault> faults;
    private final Fence fence;
    private final IntConsumer reached;
    private final Set<Integer> struck = ConcurrentHashMap.newKeySet();

    /** @param reached told the index of a fault that a rank got to */
    WorkerFaults(int worker, List<Fault> faults, Fence fence, IntConsumer reached) {
        this.worker = worker;
        this.faults = faults;
        this.fence = fence;
        this.reached = reached;
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
                boolean concerned = fault.getKind() == Kind.KILL_RANK
                        ? first && fault.getTarget() == rank
                        : fault.getTarget() == worker && rank == clock;
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
        if (fault.getKind() == Kind.KILL_RANK) {
            throw new InjectedFaultException("kill rank=" + fault.getTarget() + " at step=" + fault.getStep());
        }
    }

    void struck(int index) {
        struck.add(index);
    }
}
