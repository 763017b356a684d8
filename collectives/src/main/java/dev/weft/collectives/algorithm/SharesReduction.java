package dev.weft.collectives.algorithm;

import dev.weft.collectives.Operation;

/**
 * Many elements combined in ascending rank order: rank s gets the s-th share of all ranks' elements and folds it, then
 * allReduce gives the results of all shares to all, and reduce to the root. For all operations, with as many bytes as
 * Rabenseifner's. Elements go in sections, which bound the memory that this takes.
 *
 * <pre>
 *   allReduce of 3 ranks    rank 0 [A a α]    rank 1 [B b β]    rank 2 [C c γ]
 *   rank 1 gets a and c, makes a+b+c and gives it to rank 2 and rank 0
 * </pre>
 */
final class SharesReduction extends Algorithm {
    private static final int SECTION_BYTES = 4 << 20;

    SharesReduction() {
        super("shares", Operation.ALL_REDUCE, Operation.REDUCE);
    }

    @Override
    public Cost cost(Shape shape) {
        int ranks = shape.ranks();
        double bytes = shape.bytes();
        double part = (ranks - 1.0) / ranks;
        long sections = Math.max(1, (long) Math.ceil(bytes / SECTION_BYTES));
        boolean toAll = shape.operation() == Operation.ALL_REDUCE;
        long exchanged = (long) ranks * (ranks - 1);
        return new Cost(
                2.0 * (ranks - 1) * sections,
                2 * part * bytes,
                part * bytes,
                sections * (exchanged + (toAll ? exchanged : ranks - 1)),
                (ranks - 1) * bytes + (toAll ? ranks - 1 : part) * bytes);
    }

    @Override
    public void run(Wire wire, Call call) {
        int longest = call.type.countIn(SECTION_BYTES);
        int first = 0;
        do {
            int count = Math.min(longest, call.count - first);
            fold(wire, call, call.receiveOffset + first, count);
            first += count;
        } while (first < call.count);
    }

    private static void fold(Wire wire, Call call, int offset, int count) {
        int size = wire.size();
        int rank = wire.rank();
        int unit = call.op.width();
        int mine = offset + Blocks.start(rank, size, count, unit);
        int length = Blocks.length(rank, size, count, unit);
        Object all = wire.scratch(0, size * length);
        wire.copy(call.receive, mine, all, rank * length, length);
        for (int distance = 1; distance < size; distance++) {
            int destination = wire.after(distance);
            int source = wire.after(-distance);
            wire.exchange(
                    destination,
                    call.receive,
                    offset + Blocks.start(destination, size, count, unit),
                    Blocks.length(destination, size, count, unit),
                    source,
                    all,
                    source * length,
                    length);
        }
        for (int source = 1; source < size; source++) {
            wire.fold(all, 0, all, source * length, length);
        }
        if (call.operation == Operation.REDUCE) {
            gather(wire, call, all, offset, count, mine, length);
        } else {
            wire.copy(all, 0, call.receive, mine, length);
            spread(wire, call, offset, count, mine, length);
        }
    }

    private static void spread(Wire wire, Call call, int offset, int count, int mine, int length) {
        int size = wire.size();
        int unit = call.op.width();
        for (int distance = 1; distance < size; distance++) {
            int source = wire.after(-distance);
            wire.exchange(
                    wire.after(distance),
                    call.receive,
                    mine,
                    length,
                    source,
                    call.receive,
                    offset + Blocks.start(source, size, count, unit),
                    Blocks.length(source, size, count, unit));
        }
    }

    private static void gather(Wire wire, Call call, Object share, int offset, int count, int mine, int length) {
        int size = wire.size();
        int unit = call.op.width();
        if (wire.rank() != call.root) {
            wire.send(call.root, share, 0, length);
            return;
        }
        wire.copy(share, 0, call.receive, mine, length);
        for (int distance = 1; distance < size; distance++) {
            int source = wire.after(distance);
            wire.receive(
                    source,
                    call.receive,
                    offset + Blocks.start(source, size, count, unit),
                    Blocks.length(source, size, count, unit));
        }
    }
}
