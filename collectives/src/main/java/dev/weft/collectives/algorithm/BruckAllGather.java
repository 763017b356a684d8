package dev.weft.collectives.algorithm;

import dev.weft.collectives.Operation;

/**
 * AllGather of short blocks (Bruck et al. 1997): in round k a rank sends all that it has to the one 2^k before it, and
 * doubles what it has; blocks stand in the order rank, rank + 1, … and are turned at the end, which is a copy of all.
 *
 * <pre>
 *   5 ranks, what rank 0 has    A    AB    ABCD    ABCDE
 * </pre>
 */
final class BruckAllGather extends Algorithm {
    BruckAllGather() {
        super("bruck", Operation.ALL_GATHER);
    }

    @Override
    public Cost cost(Shape shape) {
        int others = shape.ranks() - 1;
        return Cost.ofExchanges(
                shape.log2(),
                others * shape.bytes(),
                shape.ranks() * shape.bytes(),
                (long) shape.ranks() * shape.log2(),
                shape.ranks() * (others * shape.bytes()));
    }

    @Override
    public void run(Wire wire, Call call) {
        gather(wire, call.send, call.sendOffset, call.count, call.receive, call.receiveOffset);
    }

    /** As part of any call. */
    static void gather(Wire wire, Object send, int sendOffset, int count, Object receive, int receiveOffset) {
        int size = wire.size();
        int rank = wire.rank();
        Object turned = wire.scratch(0, Math.multiplyExact(size, count));
        wire.copy(send, sendOffset, turned, 0, count);
        for (int has = 1; has < size; has <<= 1) {
            int more = Math.min(has, size - has) * count;
            wire.exchange(wire.after(-has), turned, 0, more, wire.after(has), turned, has * count, more);
        }
        wire.copy(turned, 0, receive, receiveOffset + rank * count, (size - rank) * count);
        wire.copy(turned, (size - rank) * count, receive, receiveOffset, rank * count);
    }
}
