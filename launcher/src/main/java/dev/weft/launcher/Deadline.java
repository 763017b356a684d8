package dev.weft.launcher;

import java.time.Duration;

/**
 * How long a job may run, its start included.
 *
 * @param beginNanos of the job
 * @param saved whether it can be taken up again
 */
record Deadline(long beginNanos, Duration time, boolean saved) {
    boolean hasPassed(long nowNanos) {
        return nowNanos - beginNanos >= time.toNanos();
    }

    CommandFailedException passed(String job) {
        String remedy = saved ? "give more, or go on from its last checkpoint with --resume " + job : "give more";
        return new CommandFailedException(
                ExitCode.PROGRAM_FAILED,
                "job " + job + " was ended after " + time.toSeconds() + " s, its deadline (activeDeadlineSeconds): "
                        + remedy);
    }
}
