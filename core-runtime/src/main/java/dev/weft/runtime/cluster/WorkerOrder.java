package dev.weft.runtime.cluster;

/** What a process is to do now. */
sealed interface WorkerOrder {
    /** Become worker {@code worker} of the epoch, connect, make the ranks. */
    record Prepare(int epoch, int worker) implements WorkerOrder {}

    record Begin(int epoch) implements WorkerOrder {}

    /** Stop the epoch's programs. */
    record Fence(int epoch) implements WorkerOrder {}

    /** End: the job is over, or another process is in its place. */
    record Leave() implements WorkerOrder {}
}
