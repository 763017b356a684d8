package dev.weft.collectives.benchmark;

/** The ranks that are measured. */
interface Ranks extends AutoCloseable {
    /** All of them do it; returns when they have. */
    Outcome perform(Task task) throws InterruptedException;

    @Override
    void close();
}
