package dev.weft.runtime.rank;

/** Sees every rank of the worker enter its step boundaries, on the rank's thread, which it may hold up or end with an exception. */
@FunctionalInterface
public interface StepHook {
    StepHook NONE = (rank, step, settled) -> {};

    /** @param settled waits until the checkpoint that was begun last is in the store */
    void entering(int rank, long step, Runnable settled);
}
