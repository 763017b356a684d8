package dev.weft.collectives.algorithm;

import dev.weft.collectives.Operation;

/** Gather at the root from every rank, of blocks that may differ in length. */
final class LinearGather extends Algorithm {
    LinearGather() {
        super("linear", Operation.GATHER, Operation.GATHER_V);
    }

    @Override
    public Cost cost(Shape shape) {
        int others = shape.ranks() - 1;
        return Cost.ofMessages(
                1 + (others - 1) * Costs.OVERLAPPED, others * shape.bytes(), 0, others, others * shape.bytes());
    }

    @Override
    public void run(Wire wire, Call call) {
        int rank = wire.rank();
        if (rank != call.root) {
            wire.send(call.root, call.send, call.sendOffset, call.count);
            return;
        }
        if (!call.isInPlace(call.sendOffset, call.receiveAt(rank))) {
            wire.copy(call.send, call.sendOffset, call.receive, call.receiveAt(rank), call.count);
        }
        for (int distance = 1; distance < wire.size(); distance++) {
            int source = wire.after(distance);
            wire.startReceive(source, call.receive, call.receiveAt(source), call.receiveCount(source));
        }
        wire.awaitAll();
    }
}
