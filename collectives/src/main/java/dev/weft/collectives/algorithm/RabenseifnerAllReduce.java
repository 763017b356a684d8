package dev.weft.collectives.algorithm;

import dev.weft.collectives.Operation;

/**
 * AllReduce of many elements (Rabenseifner 2004): recursive halving leaves each player with the result of its block,
 * recursive doubling gives all blocks to all. For operations that are exact in any order.
 */
final class RabenseifnerAllReduce extends Algorithm {
    RabenseifnerAllReduce() {
        super("rabenseifner", Operation.ALL_REDUCE);
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
        int extra = pairs > 0 ? 1 : 0;
        return new Cost(
                new Steps(2 * extra, 2 * extra * bytes),
                new Steps(2 * halvings, 2 * part * bytes),
                (extra + part) * bytes,
                2L * pairs + 2L * players * halvings,
                (2.0 * pairs + 2 * (players - 1)) * bytes);
    }

    @Override
    public void run(Wire wire, Call call) {
        int size = wire.size();
        int rank = wire.rank();
        if (Powers.steps(rank, size)) {
            wire.send(rank - 1, call.receive, call.receiveOffset, call.count);
            wire.receive(rank - 1, call.receive, call.receiveOffset, call.count);
            return;
        }
        boolean paired = Powers.isPaired(rank, size);
        if (paired) {
            Object part = wire.scratch(0, call.count);
            wire.receive(rank + 1, part, 0, call.count);
            wire.fold(call.receive, call.receiveOffset, part, 0, call.count);
        }
        Halving.reduceScatter(wire, call, 0, call.receive, call.receiveOffset);
        Halving.allGather(wire, call, 0, call.receive, call.receiveOffset);
        if (paired) {
            wire.send(rank + 1, call.receive, call.receiveOffset, call.count);
        }
    }
}
