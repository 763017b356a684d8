package dev.weft.collectives.algorithm;

import dev.weft.collectives.Operation;

/**
 * Few elements combined in ascending rank order: every rank gathers those of all ranks ({@link BruckAllGather}) and
 * folds what it needs for itself. For all operations.
 */
final class GatherFold extends Algorithm {
    GatherFold() {
        super("gather+fold", Operation.ALL_REDUCE, Operation.SCAN, Operation.EXSCAN);
    }

    @Override
    public Cost cost(Shape shape) {
        int ranks = shape.ranks();
        double bytes = (ranks - 1) * shape.bytes();
        return Cost.ofExchanges(
                shape.log2(), bytes, bytes + (ranks + 2) * shape.bytes(), (long) ranks * shape.log2(), ranks * bytes);
    }

    @Override
    public void run(Wire wire, Call call) {
        int size = wire.size();
        int rank = wire.rank();
        int count = call.count;
        Object all = wire.scratch(1, Math.multiplyExact(size, count));
        BruckAllGather.gather(wire, call.receive, call.receiveOffset, count, all, 0);
        int last = last(call.operation, rank, size);
        if (last < 0) {
            return;
        }
        for (int source = 1; source <= last; source++) {
            wire.fold(all, 0, all, source * count, count);
        }
        wire.copy(all, 0, call.receive, call.receiveOffset, count);
    }

    private static int last(Operation operation, int rank, int size) {
        return switch (operation) {
            case SCAN -> rank;
            case EXSCAN -> rank - 1;
            default -> size - 1;
        };
    }
}
