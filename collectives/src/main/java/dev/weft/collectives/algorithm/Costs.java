package dev.weft.collectives.algorithm;

/**
 * What messages between two ranks take.
 *
 * @param latencyNanos of a message without elements
 * @param nanosPerByte of a long message
 * @param foldNanosPerByte of combining two arrays
 */
public record Costs(double latencyNanos, double nanosPerByte, double foldNanosPerByte) {
    /** What a message takes of a round if others are on their way at the same time. */
    static final double OVERLAPPED = 0.3;

    public double nanos(Cost cost) {
        return cost.rounds() * latencyNanos + cost.bytes() * nanosPerByte + cost.foldedBytes() * foldNanosPerByte;
    }
}
