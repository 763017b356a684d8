package dev.weft.runtime.rank;

/** Sees every rank of the worker enter its step boundaries, on the rank's thread, which it may hold up or end with an exception. */
@FunctionalInterface
public interface StepHook {
    StepHook NONE = (rank, step) -> {};

    void entering(int rank, long step);
}
