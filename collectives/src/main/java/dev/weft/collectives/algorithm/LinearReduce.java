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
        return Cost.ofMessages(others, others * shape.bytes(), others * shape.bytes(), others, others * shape.bytes());
    }

    @Override
    public void run(Wire wire, Call call) {
        int count = call.count;
        if (wire.rank() != call.root) {
            wire.send(call.root, call.receive, call.receiveOffset, count);
            return;
        }
        Object lower = wire.scratch(0, count);
        Object part = wire.scratch(1, count);
        int rank = wire.rank();
        for (int source = 0; source < wire.size(); source++) {
            if (source == rank && rank > 0) {
                wire.foldBefore(call.receive, call.receiveOffset, lower, 0, count);
            } else if (source != rank) {
                wire.receive(source, source == 0 ? lower : part, 0, count);
                fold(wire, call, source, lower, part);
            }
        }
    }

    /** Onto what stands before it in rank order: the sum of the ranks below the root, then the root's own elements. */
    private static void fold(Wire wire, Call call, int source, Object lower, Object part) {
        if (source > wire.rank()) {
            wire.fold(call.receive, call.receiveOffset, part, 0, call.count);
        } else if (source > 0) {
            wire.fold(lower, 0, part, 0, call.count);
        }
    }
}
