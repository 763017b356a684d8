package dev.weft.collectives.algorithm;

import dev.weft.collectives.Operation;

/**
 * ReduceScatter by pairs: in step d a rank gives the block of the one d further on and takes its own from the one d
 * before. What it gets is folded at once where any order will do, else kept until it can be folded in ascending rank
 * order. For all operations.
 */
final class PairwiseReduceScatter extends Algorithm {
    PairwiseReduceScatter() {
        super("pairwise", Operation.REDUCE_SCATTER);
    }

    @Override
    public Cost cost(Shape shape) {
        int others = shape.ranks() - 1;
        double block = shape.bytes();
        return Cost.ofExchanges(
                others,
                others * block,
                others * block,
                (long) shape.ranks() * others,
                shape.ranks() * (others * block));
    }

    @Override
    public void run(Wire wire, Call call) {
        if (call.op.isExact(call.type)) {
            foldAtOnce(wire, call);
        } else {
            foldInOrder(wire, call);
        }
    }

    private static void foldAtOnce(Wire wire, Call call) {
        int count = call.count;
        Object total = wire.scratch(0, count);
        Object part = wire.scratch(1, count);
        wire.copy(call.send, call.sendAt(wire.rank()), total, 0, count);
        for (int distance = 1; distance < wire.size(); distance++) {
            take(wire, call, distance, part, 0);
            wire.fold(total, 0, part, 0, count);
        }
        wire.copy(total, 0, call.receive, call.receiveOffset, count);
    }

    private static void foldInOrder(Wire wire, Call call) {
        int count = call.count;
        Object all = wire.scratch(0, Math.multiplyExact(wire.size(), count));
        wire.copy(call.send, call.sendAt(wire.rank()), all, wire.rank() * count, count);
        for (int distance = 1; distance < wire.size(); distance++) {
            take(wire, call, distance, all, wire.after(-distance) * count);
        }
        for (int source = 1; source < wire.size(); source++) {
            wire.fold(all, 0, all, source * count, count);
        }
        wire.copy(all, 0, call.receive, call.receiveOffset, count);
    }

    private static void take(Wire wire, Call call, int distance, Object into, int offset) {
        int destination = wire.after(distance);
        wire.exchange(
                destination,
                call.send,
                call.sendAt(destination),
                call.sendCount(destination),
                wire.after(-distance),
                into,
                offset,
                call.count);
    }
}
