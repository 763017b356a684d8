package dev.weft.collectives.algorithm;

import dev.weft.collectives.Operation;

/** Scatter from the root to every rank, of blocks that may differ in length. */
final class LinearScatter extends Algorithm {
    LinearScatter() {
        super("linear", Operation.SCATTER, Operation.SCATTER_V);
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
            wire.receive(call.root, call.receive, call.receiveOffset, call.count);
            return;
        }
        for (int distance = 1; distance < wire.size(); distance++) {
            int destination = wire.after(distance);
            wire.startSend(destination, call.send, call.sendAt(destination), call.sendCount(destination));
        }
        if (!call.isInPlace(call.sendAt(rank), call.receiveOffset)) {
            wire.copy(call.send, call.sendAt(rank), call.receive, call.receiveOffset, call.count);
        }
        wire.awaitAll();
    }
}
