package dev.weft.runtime.supervision;

import dev.weft.runtime.JobFailedException;

/**
 * What ended a rank.
 *
 * @param step in which it failed, or -1 before the first
 */
public record RankFailure(String program, int rank, long step, Throwable cause) {
    public JobFailedException toException() {
        String when = step < 0 ? "before its first step" : "at step " + step;
        return new JobFailedException(
                program + " failed on rank " + rank + " " + when + ": " + cause, program, rank, step, cause);
    }
}
