package dev.weft.collectives;

import java.util.concurrent.atomic.LongAdder;

/** Counts what seldom happens; any thread. Frames and bytes are counted by the lanes themselves. */
final class LaneMeter {
    final LongAdder staleDropped = new LongAdder();
    final LongAdder malformedDropped = new LongAdder();
    final LongAdder sequenceDropped = new LongAdder();
    final LongAdder forgedDropped = new LongAdder();
    final LongAdder backPressured = new LongAdder();
    final LongAdder creditWaits = new LongAdder();
}
