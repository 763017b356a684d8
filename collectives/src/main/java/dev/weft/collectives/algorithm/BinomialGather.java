package dev.weft.collectives.algorithm;

import dev.weft.collectives.Operation;

/**
 * Gather along a binomial tree: a rank collects the blocks of those below it and passes them on in one message. Ranks
 * count from the root, which turns the blocks into rank order.
 */
final class BinomialGather extends Algorithm {
    BinomialGather() {
        super("binomial", Operation.GATHER);
    }

    @Override
    public Cost cost(Shape shape) {
        return tree(shape);
    }

    /** Every block goes as many steps as its number has bits. */
    static Cost tree(Shape shape) {
        int ranks = shape.ranks();
        long moved = 0;
        for (int number = 1; number < ranks; number++) {
            moved += Integer.bitCount(number);
        }
        return Cost.ofMessages(
                shape.log2(), (ranks - 1) * shape.bytes(), ranks * shape.bytes(), ranks - 1, moved * shape.bytes());
    }

    @Override
    public void run(Wire wire, Call call) {
        int size = wire.size();
        int count = call.count;
        int number = Math.floorMod(wire.rank() - call.root, size);
        int reach = number == 0 ? size : Math.min(Integer.lowestOneBit(number), size - number);
        Object blocks = call.send;
        int offset = call.sendOffset;
        if (reach > 1) {
            blocks = wire.scratch(0, Math.multiplyExact(reach, count));
            offset = 0;
            wire.copy(call.send, call.sendOffset, blocks, 0, count);
        }
        for (int distance = 1; distance < reach; distance <<= 1) {
            int child = number + distance;
            int length = Math.min(distance, size - child) * count;
            wire.receive((child + call.root) % size, blocks, distance * count, length);
        }
        if (number != 0) {
            wire.send((number - Integer.lowestOneBit(number) + call.root) % size, blocks, offset, reach * count);
        } else {
            int behind = size - call.root;
            wire.copy(blocks, offset, call.receive, call.receiveAt(call.root), behind * count);
            wire.copy(blocks, offset + behind * count, call.receive, call.receiveOffset, call.root * count);
        }
    }
}
