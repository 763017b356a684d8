package dev.weft.collectives.algorithm;

import dev.weft.collectives.Operation;

/**
 * Scan and exscan of few elements: in round k a rank exchanges the total of its group of 2^k ranks with the
 * neighbouring group, and takes what comes from lower ranks into its result. For operations that are exact in any
 * grouping.
 */
final class RecursiveDoublingScan extends Algorithm {
    RecursiveDoublingScan() {
        super("recursive-doubling", Operation.SCAN, Operation.EXSCAN);
    }

    @Override
    public boolean fits(Shape shape) {
        return shape.op().isExact(shape.type());
    }

    @Override
    public Cost cost(Shape shape) {
        long messages = 0;
        for (int distance = 1; distance < shape.ranks(); distance <<= 1) {
            for (int rank = 0; rank < shape.ranks(); rank++) {
                messages += (rank ^ distance) < shape.ranks() ? 1 : 0;
            }
        }
        int rounds = shape.log2();
        return Cost.ofExchanges(
                rounds, rounds * shape.bytes(), 2 * rounds * shape.bytes(), messages, messages * shape.bytes());
    }

    @Override
    public void run(Wire wire, Call call) {
        int rank = wire.rank();
        int count = call.count;
        Object total = wire.scratch(0, count);
        Object part = wire.scratch(1, count);
        boolean hasResult = call.operation == Operation.SCAN;
        wire.copy(call.receive, call.receiveOffset, total, 0, count);
        for (int distance = 1; distance < wire.size(); distance <<= 1) {
            int partner = rank ^ distance;
            if (partner >= wire.size()) {
                continue;
            }
            wire.exchange(partner, total, 0, count, partner, part, 0, count);
            if (partner > rank) {
                wire.fold(total, 0, part, 0, count);
            } else {
                wire.foldBefore(total, 0, part, 0, count);
                if (hasResult) {
                    wire.foldBefore(call.receive, call.receiveOffset, part, 0, count);
                } else {
                    wire.copy(part, 0, call.receive, call.receiveOffset, count);
                    hasResult = true;
                }
            }
        }
    }
}
