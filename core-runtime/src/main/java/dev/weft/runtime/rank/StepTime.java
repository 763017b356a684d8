package dev.weft.runtime.rank;

/**
 * What a step took on one rank.
 *
 * @param workedNanos without its waits for other ranks: its own work, what it sent and received included, and what it did for others of its worker while it waited
 * @param wholeNanos from the step's beginning to its end
 */
public record StepTime(long workedNanos, long wholeNanos) {
    /** Of no step. */
    public static final StepTime NONE = new StepTime(0, 0);
}
