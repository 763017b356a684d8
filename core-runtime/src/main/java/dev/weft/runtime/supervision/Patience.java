package dev.weft.runtime.supervision;

import java.time.Duration;

/**
 * How long a job whose end is decided waits for the ranks that still compute.
 *
 * @param interruptAfter until their threads are interrupted
 * @param giveUpAfter until the job ends without them
 */
public record Patience(Duration interruptAfter, Duration giveUpAfter) {
    /** A cancelled job's result is due within a second; a failed job leaves the others time to come to a Weft call. */
    public record Timings(Patience afterCancel, Patience afterFailure) {
        public static final Timings DEFAULT = new Timings(
                new Patience(Duration.ofMillis(500), Duration.ofMillis(900)),
                new Patience(Duration.ofSeconds(10), Duration.ofSeconds(15)));
    }
}
