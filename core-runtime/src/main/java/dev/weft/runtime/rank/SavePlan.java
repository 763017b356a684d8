package dev.weft.runtime.rank;

import dev.weft.runtime.SaveInterval;
import java.time.Duration;

/**
 * When the next checkpoint is due: asked by one rank on behalf of all.
 *
 * <p>Auto is the interval at which saves and the work lost to failures cost the least together, {@code sqrt(2 C M)} where a save stops the job for C and
 * the job fails once in M on average (Young, "A first order approximation to the optimum checkpoint interval", CACM 17(9), 1974). Before it
 * has failed, and in the beginning, M is taken for an hour.
 *
 * @param ranNanos how long the job has run in earlier attempts
 * @param failures how many attempts there were before
 */
public record SavePlan(SaveInterval interval, long ranNanos, int failures) {
    private static final long ASSUMED_NANOS = Duration.ofHours(1).toNanos();
    /** A save that took no time yet is taken for so much. */
    private static final long LEAST_COST_NANOS = Duration.ofMillis(5).toNanos();

    /**
     * @param step whose boundary it is
     * @param sinceNanos since the last save, or the attempt's beginning
     * @param runNanos since the attempt's beginning
     * @param costNanos for which a save stops the rank
     */
    boolean isDue(long step, long sinceNanos, long runNanos, long costNanos) {
        return switch (interval) {
            case SaveInterval.EverySteps(long steps) -> step % steps == 0;
            case SaveInterval.Every(Duration time) -> sinceNanos >= time.toNanos();
            case SaveInterval.Auto() -> sinceNanos >= autoNanos(runNanos, costNanos);
        };
    }

    long autoNanos(long runNanos, long costNanos) {
        double between = (ASSUMED_NANOS + (double) ranNanos + runNanos) / (1 + failures);
        return (long) Math.sqrt(2.0 * Math.max(LEAST_COST_NANOS, costNanos) * between);
    }

    /** Whether a save that is due waits for the one before, rather than be left out. */
    boolean waits() {
        return interval instanceof SaveInterval.EverySteps;
    }
}
