package dev.weft.runtime;

import java.util.concurrent.CompletionStage;

/** A running or ended job. */
public interface Job {
    String id();

    /**
     * Waits for the end, also if the waiting thread is interrupted: {@link #cancel()} ends the wait.
     *
     * @throws JobFailedException if a rank failed; its cause is the program's own exception
     * @throws JobCancelledException if the job was cancelled
     * @throws DrainedException if it was drained
     * @throws CheckpointException if its state could not be saved, or what was saved could not be relied on
     */
    JobResult result();

    /** Completes as {@link #result()} returns or throws, on a thread that may be made to wait. */
    CompletionStage<JobResult> completion();

    /**
     * Ends the job within a second; does nothing if it has ended. A program that makes no call to Weft is interrupted after half a
     * second; if it computes on, the job ends without it.
     */
    void cancel();

    /**
     * Has the job save its state at its next step boundary and then end, to be taken up elsewhere: {@link #result()} throws
     * {@link DrainedException}. Does nothing if it has ended.
     *
     * @throws IllegalStateException if the job has no checkpoints
     */
    void drain();

    /**
     * A rank to send messages to.
     *
     * @throws IndexOutOfBoundsException if there is no such rank
     */
    RankRef rank(int number);

    JobProgress progress();
}
