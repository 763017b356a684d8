package dev.weft.collectives.algorithm;

/**
 * What messages between two ranks take.
 *
 * @param latencyNanos of a message without elements
 * @param nanosPerByte of a long message
 * @param workNanosPerByte of combining two arrays, or copying one
 */
public record Costs(double latencyNanos, double nanosPerByte, double workNanosPerByte) {
    /** What a message takes of a round if others are on their way at the same time. */
    static final double OVERLAPPED = 0.3;

    public double nanos(Cost cost) {
        return cost.rounds() * latencyNanos + cost.bytes() * nanosPerByte + cost.workedBytes() * workNanosPerByte;
    }
}
