package dev.weft.checkpoint.store;

import java.time.Duration;

/**
 * When a failed call is tried again: after a random time of at most {@code first}, then twice as much, and so on, never more than {@code most} ("full jitter", M. Brooker,
 * Exponential Backoff and Jitter, 2015), as long as an attempt begins within {@code total} of the first.
 */
public record Retries(Duration first, Duration most, Duration total) {
    public static final Retries DEFAULT =
            new Retries(Duration.ofMillis(100), Duration.ofSeconds(5), Duration.ofMinutes(2));

    public Retries {
        if (first.isNegative() || first.isZero() || most.compareTo(first) < 0 || total.isNegative()) {
            throw new IllegalArgumentException(
                    "first=" + first + ", most=" + most + ", total=" + total + ": 0 < first <= most, 0 <= total");
        }
    }

    /** The longest wait after that many failures, from 1. */
    long ceilingNanos(int failures) {
        int doublings = Math.min(failures - 1, 30);
        long most = most().toNanos();
        return first.toNanos() > most >> doublings ? most : first.toNanos() << doublings;
    }
}
