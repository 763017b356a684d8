package dev.weft.collectives.algorithm;

import dev.weft.collectives.Operation;

/**
 * Reduce along a binomial tree, leaves first: the tree of {@link BinomialBroadcast} upwards. For operations that are
 * exact in any order.
 */
final class BinomialReduce extends Algorithm {
    BinomialReduce() {
        super("binomial", Operation.REDUCE);
    }

    @Override
    public boolean fits(Shape shape) {
        return shape.op().isExact(shape.type());
    }

    @Override
    public Cost cost(Shape shape) {
        double bytes = shape.bytes();
        int rounds = shape.log2();
        return Cost.ofMessages(rounds, rounds * bytes, rounds * bytes, shape.ranks() - 1, (shape.ranks() - 1) * bytes);
    }

    @Override
    public void run(Wire wire, Call call) {
        int size = wire.size();
        int number = Math.floorMod(wire.rank() - call.root, size);
        Object total = call.receive;
        int offset = call.receiveOffset;
        for (int distance = 1; distance < size; distance <<= 1) {
            if ((number & distance) != 0) {
                wire.send((number - distance + call.root) % size, total, offset, call.count);
                return;
            }
            if (number + distance < size) {
                if (number != 0 && distance == 1) {
                    total = wire.scratch(1, call.count);
                    offset = 0;
                    wire.copy(call.receive, call.receiveOffset, total, 0, call.count);
                }
                Object part = wire.scratch(0, call.count);
                wire.receive((number + distance + call.root) % size, part, 0, call.count);
                wire.fold(total, offset, part, 0, call.count);
            }
        }
    }
}
