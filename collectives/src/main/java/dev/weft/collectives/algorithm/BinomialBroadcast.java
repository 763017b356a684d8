package dev.weft.collectives.algorithm;

import dev.weft.collectives.Operation;

/**
 * Broadcast along a binomial tree. Ranks count from the root; the parent of one is the number without its lowest bit.
 *
 * <pre>
 *   6 ranks    0 → 4, 2, 1    2 → 3    4 → 5
 * </pre>
 */
final class BinomialBroadcast extends Algorithm {
    BinomialBroadcast() {
        super("binomial", Operation.BROADCAST);
    }

    @Override
    public Cost cost(Shape shape) {
        double bytes = shape.bytes();
        return Cost.ofMessages(shape.log2(), shape.log2() * bytes, 0, shape.ranks() - 1, (shape.ranks() - 1) * bytes);
    }

    @Override
    public void run(Wire wire, Call call) {
        int size = wire.size();
        int number = Math.floorMod(wire.rank() - call.root, size);
        int reach = number == 0 ? Integer.highestOneBit(size) << 1 : Integer.lowestOneBit(number);
        if (number != 0) {
            int parent = (number - reach + call.root) % size;
            wire.receive(parent, call.receive, call.receiveOffset, call.count);
        }
        for (int distance = reach >> 1; distance > 0; distance >>= 1) {
            if (number + distance < size) {
                wire.send((number + distance + call.root) % size, call.receive, call.receiveOffset, call.count);
            }
        }
    }
}
