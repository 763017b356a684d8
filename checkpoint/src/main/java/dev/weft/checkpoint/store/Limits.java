package dev.weft.checkpoint.store;

import java.time.Duration;

/**
 * How long one attempt of a call may take.
 *
 * @param attempt for a call without bytes
 * @param leastBytesPerSecond what each attempt must at least get through: its bytes add this much time
 */
public record Limits(Duration attempt, long leastBytesPerSecond) {
    public static final Limits DEFAULT = new Limits(Duration.ofSeconds(10), 1 << 20);

    public Limits {
        if (attempt.isNegative() || attempt.isZero() || leastBytesPerSecond <= 0) {
            throw new IllegalArgumentException(
                    "attempt=" + attempt + " and leastBytesPerSecond=" + leastBytesPerSecond + " must be above 0");
        }
    }

    public Duration forBytes(long bytes) {
        return attempt.plusMillis(Math.ceilDiv(bytes * 1000, leastBytesPerSecond));
    }
}
