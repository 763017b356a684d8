package dev.weft.runtime.cluster;

import java.time.Duration;
import java.util.ArrayDeque;

/**
 * How often a job may be restarted, and how long to wait before each time: not at all before the first within the window, then longer
 * and longer.
 */
final class RestartBudget {
    private static final Duration FIRST_BACK_OFF = Duration.ofMillis(500);

    private final int most;
    private final Duration window;
    private final ArrayDeque<Long> restartsNanos = new ArrayDeque<>();

    RestartBudget(int most, Duration window) {
        this.most = most;
        this.window = window;
    }

    /** Takes one restart out of the budget; false if there is none left. */
    boolean take(long nowNanos) {
        while (!restartsNanos.isEmpty() && nowNanos - restartsNanos.getFirst() > window.toNanos()) {
            restartsNanos.removeFirst();
        }
        if (restartsNanos.size() == most) {
            return false;
        }
        restartsNanos.addLast(nowNanos);
        return true;
    }

    /** Before the restart that was taken last. */
    Duration backOff() {
        int earlier = restartsNanos.size() - 1;
        return earlier <= 0 ? Duration.ZERO : FIRST_BACK_OFF.multipliedBy(1L << Math.min(earlier - 1, 4));
    }

    String exhausted() {
        return most + " restarts within " + window.toMinutes() + " minutes are the limit";
    }
}
