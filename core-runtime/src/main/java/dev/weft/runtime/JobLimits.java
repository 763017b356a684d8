package dev.weft.runtime;

import java.time.Duration;

/**
 * What a job on workers puts up with.
 *
 * @param restarts how often it may be restarted within ten minutes; one more failure ends it
 * @param startTimeout until when all of its workers have to be there at first
 */
public record JobLimits(int restarts, Duration startTimeout) {
    public static final JobLimits DEFAULT = new JobLimits(3, Duration.ofSeconds(60));

    public JobLimits {
        if (restarts < 0) {
            throw new UsageException("restarts=" + restarts + " < 0: give 0 or more");
        }
        if (!startTimeout.isPositive()) {
            throw new UsageException("startTimeout=" + startTimeout + ": give more than no time");
        }
    }
}
