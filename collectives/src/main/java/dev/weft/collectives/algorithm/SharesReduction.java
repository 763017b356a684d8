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
    /** Of a share in a section, so that what is folded lies in the cores' caches. */
    private static final int SHARE_BYTES = 256 << 10;

    SharesReduction() {
        super("shares", Operation.ALL_REDUCE, Operation.REDUCE);
    }

    @Override
    public Cost cost(Shape shape) {
        int ranks = shape.ranks();
        double bytes = shape.bytes();
        double part = (ranks - 1.0) / ranks;
        long sections = Math.max(1, (long) Math.ceil(bytes / ((double) SHARE_BYTES * ranks)));
        boolean toAll = shape.operation() == Operation.ALL_REDUCE;
        long exchanged = (long) ranks * (ranks - 1);
        var steps = new Steps((ranks - 1.0) * sections, part * bytes);
        return new Cost(
                toAll ? Steps.NONE : steps,
                toAll ? new Steps(2 * steps.count(), 2 * steps.bytes()) : steps,
                part * bytes + (toAll ? 0 : bytes / ranks),
                sections * (exchanged + (toAll ? exchanged : ranks - 1)),
                (ranks - 1) * bytes + (toAll ? ranks - 1 : part) * bytes);
    }

    @Override
    public void run(Wire wire, Call call) {
        int longest = (int) Math.min(Integer.MAX_VALUE, (long) call.type.countIn(SHARE_BYTES) * wire.size());
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
        Object theirs = wire.scratch(0, size * length);
        for (int distance = 1; distance < size; distance++) {
            int destination = wire.after(distance);
            int source = wire.after(-distance);
            wire.exchange(
                    destination,
                    call.receive,
                    offset + Blocks.start(destination, size, count, unit),
                    Blocks.length(destination, size, count, unit),
                    source,
                    theirs,
                    source * length,
                    length);
        }
        if (call.operation == Operation.ALL_REDUCE) {
            foldInOrder(wire, call.receive, mine, theirs, length);
            spread(wire, call, offset, count, mine, length);
        } else if (rank == call.root) {
            foldInOrder(wire, call.receive, mine, theirs, length);
            gather(wire, call, offset, count);
        } else {
            Object share = wire.scratch(1, length);
            wire.copy(call.receive, mine, share, 0, length);
            foldInOrder(wire, share, 0, theirs, length);
            wire.send(call.root, share, 0, length);
        }
    }

    /** Into this rank's own share: those of lower ranks from the left, those of higher ranks from the right. */
    private static void foldInOrder(Wire wire, Object own, int at, Object theirs, int length) {
        int rank = wire.rank();
        for (int source = 1; source < rank; source++) {
            wire.fold(theirs, 0, theirs, source * length, length);
        }
        if (rank > 0) {
            wire.foldBefore(own, at, theirs, 0, length);
        }
        for (int source = rank + 1; source < wire.size(); source++) {
            wire.fold(own, at, theirs, source * length, length);
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

    private static void gather(Wire wire, Call call, int offset, int count) {
        int size = wire.size();
        int unit = call.op.width();
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
