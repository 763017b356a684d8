package dev.weft.collectives;

import java.util.concurrent.atomic.LongAdder;

/** Counts what {@link LaneCounters} shows; any thread. */
final class LaneMeter {
    final LongAdder staleDropped = new LongAdder();
    final LongAdder malformedDropped = new LongAdder();
    final LongAdder framesSent = new LongAdder();
    final LongAdder framesReceived = new LongAdder();
    final LongAdder bytesSent = new LongAdder();
    final LongAdder bytesReceived = new LongAdder();
    final LongAdder backPressured = new LongAdder();
    final LongAdder creditWaits = new LongAdder();

    LaneCounters counters() {
        return new LaneCounters(
                staleDropped.sum(),
                malformedDropped.sum(),
                framesSent.sum(),
                framesReceived.sum(),
                bytesSent.sum(),
                bytesReceived.sum(),
                backPressured.sum(),
                creditWaits.sum());
    }
}
