package dev.weft.collectives.algorithm;

import dev.weft.collectives.Operation;

/**
 * Reduce of many elements (Rabenseifner 2004): recursive halving leaves each of 2^k players with the result of its
 * block, then the blocks are gathered at the root along a binomial tree. For operations that are exact in any order.
 * Ranks count from the root, which is player 0.
 */
final class RabenseifnerReduce extends Algorithm {
    RabenseifnerReduce() {
        super("rabenseifner", Operation.REDUCE);
    }

    @Override
    public boolean fits(Shape shape) {
        return shape.op().isExact(shape.type());
    }

    @Override
    public Cost cost(Shape shape) {
        int players = Powers.players(shape.ranks());
        int pairs = Powers.pairs(shape.ranks());
        int halvings = Powers.log2Up(players);
        double bytes = shape.bytes();
        double part = (players - 1.0) / players;
        double before = pairs > 0 ? 1 : 0;
        return new Cost(
                new Steps(before + halvings, (before + part) * bytes),
                new Steps(halvings, part * bytes),
                (before + part) * bytes,
                pairs + (long) players * halvings + players - 1,
                (pairs + (players - 1) + halvings / 2.0) * bytes);
    }

    @Override
    public void run(Wire wire, Call call) {
        int size = wire.size();
        int number = Math.floorMod(wire.rank() - call.root, size);
        if (Powers.steps(number, size)) {
            wire.send((number - 1 + call.root) % size, call.receive, call.receiveOffset, call.count);
            return;
        }
        Object total = call.receive;
        int offset = call.receiveOffset;
        if (number != 0) {
            total = wire.scratch(1, call.count);
            offset = 0;
            wire.copy(call.receive, call.receiveOffset, total, 0, call.count);
        }
        if (Powers.isPaired(number, size)) {
            Object part = wire.scratch(0, call.count);
            wire.receive((number + 1 + call.root) % size, part, 0, call.count);
            wire.fold(total, offset, part, 0, call.count);
        }
        Halving.reduceScatter(wire, call, call.root, total, offset);
        Halving.gatherAtFirst(wire, call, call.root, total, offset);
    }
}
