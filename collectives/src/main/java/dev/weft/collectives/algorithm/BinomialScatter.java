package dev.weft.collectives.algorithm;

import dev.weft.collectives.Operation;

/** Scatter along a binomial tree: {@link BinomialGather} backwards. */
final class BinomialScatter extends Algorithm {
    BinomialScatter() {
        super("binomial", Operation.SCATTER);
    }

    @Override
    public Cost cost(Shape shape) {
        return BinomialGather.tree(shape);
    }

    @Override
    public void run(Wire wire, Call call) {
        int size = wire.size();
        int count = call.count;
        int number = Math.floorMod(wire.rank() - call.root, size);
        int reach = number == 0 ? size : Math.min(Integer.lowestOneBit(number), size - number);
        int parent = (number - Integer.lowestOneBit(number) + call.root) % size;
        if (reach == 1 && number != 0) {
            wire.receive(parent, call.receive, call.receiveOffset, count);
            return;
        }
        Object blocks = wire.scratch(0, Math.multiplyExact(reach, count));
        if (number == 0) {
            int behind = size - call.root;
            wire.copy(call.send, call.sendAt(call.root), blocks, 0, behind * count);
            wire.copy(call.send, call.sendOffset, blocks, behind * count, call.root * count);
        } else {
            wire.receive(parent, blocks, 0, reach * count);
        }
        for (int distance = Integer.highestOneBit(Math.max(1, reach - 1)); distance > 0; distance >>= 1) {
            int child = number + distance;
            if (distance < reach && child < size) {
                int length = Math.min(distance, size - child) * count;
                wire.send((child + call.root) % size, blocks, distance * count, length);
            }
        }
        wire.copy(blocks, 0, call.receive, call.receiveOffset, count);
    }
}
