package dev.weft.runtime.rank;

/**
 * What a step took on one rank.
 *
 * @param workedNanos outside of the rank's communicator calls: its own work, and what it did for others of its worker while it waited
 * @param wholeNanos from the step's beginning to its end
 */
public record StepTime(long workedNanos, long wholeNanos) {
    /** Of no step. */
    public static final StepTime NONE = new StepTime(0, 0);
}
