package dev.weft.collectives.algorithm;

import dev.weft.collectives.Operation;

/** Few elements combined in ascending rank order at the root, which gets them from every rank. For all operations. */
final class LinearReduce extends Algorithm {
    LinearReduce() {
        super("linear", Operation.REDUCE);
    }

    @Override
    public Cost cost(Shape shape) {
        int others = shape.ranks() - 1;
        return new Cost(others, others * shape.bytes(), others * shape.bytes(), others, others * shape.bytes());
    }

    @Override
    public void run(Wire wire, Call call) {
        int count = call.count;
        if (wire.rank() != call.root) {
            wire.send(call.root, call.receive, call.receiveOffset, count);
            return;
        }
        Object total = wire.scratch(0, count);
        Object part = wire.scratch(1, count);
        for (int source = 0; source < wire.size(); source++) {
            Object next = source == 0 ? total : part;
            if (source == wire.rank()) {
                wire.copy(call.receive, call.receiveOffset, next, 0, count);
            } else {
                wire.receive(source, next, 0, count);
            }
            if (source > 0) {
                wire.fold(total, 0, part, 0, count);
            }
        }
        wire.copy(total, 0, call.receive, call.receiveOffset, count);
    }
}
