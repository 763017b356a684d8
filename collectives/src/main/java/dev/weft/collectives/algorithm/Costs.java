package dev.weft.collectives.algorithm;

/**
 * What messages between two ranks take.
 *
 * @param oneWay of a message that nothing comes back for
 * @param exchange of two that cross; between processes of a host each rank then copies both, on a network they may pass at once
 * @param workNanosPerByte of combining two arrays, or copying one
 */
public record Costs(Pace oneWay, Pace exchange, double workNanosPerByte) {
    /** What a message takes of a step if others are on their way at the same time. */
    static final double OVERLAPPED = 0.3;

    double nanos(Cost cost) {
        return oneWay.nanos(cost.oneWay()) + exchange.nanos(cost.exchanges()) + cost.workedBytes() * workNanosPerByte;
    }

    /** Where so many ranks use the wire at a time. */
    Costs sharedBy(double ranks) {
        return new Costs(oneWay.sharedBy(ranks), exchange.sharedBy(ranks), workNanosPerByte);
    }
}
