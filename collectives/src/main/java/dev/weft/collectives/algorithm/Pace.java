package dev.weft.collectives.algorithm;

/**
 * What steps of one kind take.
 *
 * @param latencyNanos of a step without elements
 * @param nanosPerByte of a long one
 */
public record Pace(double latencyNanos, double nanosPerByte) {
    double nanos(Steps steps) {
        return steps.count() * latencyNanos + steps.bytes() * nanosPerByte;
    }

    /** Where so many ranks use the wire at a time. */
    Pace sharedBy(double ranks) {
        return new Pace(latencyNanos, nanosPerByte * ranks);
    }
}
