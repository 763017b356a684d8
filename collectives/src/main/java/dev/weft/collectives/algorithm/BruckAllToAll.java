package dev.weft.collectives.algorithm;

import dev.weft.collectives.Operation;

/**
 * AllToAll of very short blocks (Bruck et al. 1997): blocks are numbered by how far they have to go; in round k all
 * those whose number has bit k go 2^k ranks on, together in one message.
 */
final class BruckAllToAll extends Algorithm {
    BruckAllToAll() {
        super("bruck", Operation.ALL_TO_ALL);
    }

    @Override
    public Cost cost(Shape shape) {
        int ranks = shape.ranks();
        long moved = 0;
        for (int bit = 1; bit < ranks; bit <<= 1) {
            moved += blocksWith(bit, ranks);
        }
        return Cost.ofExchanges(
                shape.log2(),
                moved * shape.bytes(),
                2.0 * (moved + ranks) * shape.bytes(),
                (long) ranks * shape.log2(),
                ranks * (moved * shape.bytes()));
    }

    private static int blocksWith(int bit, int ranks) {
        int blocks = 0;
        for (int number = bit; number < ranks; number++) {
            blocks += (number & bit) == 0 ? 0 : 1;
        }
        return blocks;
    }

    @Override
    public void run(Wire wire, Call call) {
        int size = wire.size();
        int rank = wire.rank();
        int count = call.count;
        Object moving = wire.scratch(0, Math.multiplyExact(size, count));
        Object packed = wire.scratch(1, Math.multiplyExact(size, count));
        for (int distance = 0; distance < size; distance++) {
            wire.copy(call.send, call.sendAt(wire.after(distance)), moving, distance * count, count);
        }
        for (int bit = 1; bit < size; bit <<= 1) {
            int length = pack(wire, moving, packed, bit, count);
            Object arrived = wire.scratch(2, length);
            wire.exchange(wire.after(bit), packed, 0, length, wire.after(-bit), arrived, 0, length);
            unpack(wire, arrived, moving, bit, count);
        }
        for (int distance = 0; distance < size; distance++) {
            int source = Math.floorMod(rank - distance, size);
            wire.copy(moving, distance * count, call.receive, call.receiveAt(source), count);
        }
    }

    private static int pack(Wire wire, Object moving, Object packed, int bit, int count) {
        int length = 0;
        for (int number = bit; number < wire.size(); number++) {
            if ((number & bit) != 0) {
                wire.copy(moving, number * count, packed, length, count);
                length += count;
            }
        }
        return length;
    }

    private static void unpack(Wire wire, Object arrived, Object moving, int bit, int count) {
        int at = 0;
        for (int number = bit; number < wire.size(); number++) {
            if ((number & bit) != 0) {
                wire.copy(arrived, at, moving, number * count, count);
                at += count;
            }
        }
    }
}
