package dev.weft.collectives.algorithm;

import dev.weft.collectives.Operation;

/**
 * Scan and exscan in ascending rank order: every rank adds its elements to what comes from the rank before and passes
 * that on, segment by segment, so that long chains work on many segments at a time. For all operations.
 */
final class ChainScan extends Algorithm {
    private static final int SEGMENT_BYTES = 64 << 10;

    ChainScan() {
        super("chain", Operation.SCAN, Operation.EXSCAN);
    }

    @Override
    public Cost cost(Shape shape) {
        int others = shape.ranks() - 1;
        long segments = segments(shape.bytes());
        double segment = shape.bytes() / segments;
        double steps = others + segments - 1.0;
        return Cost.ofMessages(steps, steps * segment, steps * segment, others * segments, others * shape.bytes());
    }

    private static long segments(double bytes) {
        return Math.max(1, (long) Math.ceil(bytes / SEGMENT_BYTES));
    }

    @Override
    public void run(Wire wire, Call call) {
        int longest = call.type.countIn(SEGMENT_BYTES);
        int first = 0;
        do {
            int count = Math.min(longest, call.count - first);
            pass(wire, call, call.receiveOffset + first, count);
            first += count;
        } while (first < call.count);
    }

    private static void pass(Wire wire, Call call, int offset, int count) {
        int rank = wire.rank();
        boolean isLast = rank == wire.size() - 1;
        if (rank == 0) {
            if (!isLast) {
                wire.send(1, call.receive, offset, count);
            }
            return;
        }
        Object before = wire.scratch(0, count);
        wire.receive(rank - 1, before, 0, count);
        if (call.operation == Operation.SCAN) {
            wire.foldBefore(call.receive, offset, before, 0, count);
            if (!isLast) {
                wire.send(rank + 1, call.receive, offset, count);
            }
            return;
        }
        if (!isLast) {
            Object upToHere = wire.scratch(1, count);
            wire.copy(before, 0, upToHere, 0, count);
            wire.fold(upToHere, 0, call.receive, offset, count);
            wire.send(rank + 1, upToHere, 0, count);
        }
        wire.copy(before, 0, call.receive, offset, count);
    }
}
