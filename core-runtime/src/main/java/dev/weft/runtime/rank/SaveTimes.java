package dev.weft.runtime.rank;

import dev.weft.checkpoint.save.StepId;

/** When one rank saved last, whichever loop it was in. */
final class SaveTimes {
    private final long beganNanos;
    private StepId last = StepId.BEGINNING;
    private long lastNanos;
    private long costNanos;

    /** @param beganNanos when the attempt began */
    SaveTimes(long beganNanos) {
        this.beganNanos = beganNanos;
        this.lastNanos = beganNanos;
    }

    /** The boundary that was saved last, or that the attempt went on from. */
    StepId last() {
        return last;
    }

    boolean isDue(SavePlan plan, long step, long nowNanos) {
        return plan.isDue(step, nowNanos - lastNanos, nowNanos - beganNanos, costNanos);
    }

    /** The attempt goes on from there. */
    void atLeast(StepId restored) {
        last = restored.compareTo(last) > 0 ? restored : last;
    }

    /** The rank stood still from the one time to the other. */
    void saved(StepId at, long fromNanos, long toNanos) {
        last = at;
        lastNanos = toNanos;
        costNanos = toNanos - fromNanos;
    }
}
