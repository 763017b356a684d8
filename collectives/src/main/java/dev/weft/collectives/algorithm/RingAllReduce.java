package dev.weft.collectives.algorithm;

import dev.weft.collectives.Operation;

/**
 * AllReduce round a ring (Patarasuk and Yuan 2009): size - 1 steps in which partial results of blocks move on and grow,
 * then size - 1 in which the finished blocks go round. For operations that are exact in any order.
 *
 * <pre>
 *   3 ranks, block b begins at rank b + 1 and is finished at rank b
 * </pre>
 */
final class RingAllReduce extends Algorithm {
    RingAllReduce() {
        super("ring", Operation.ALL_REDUCE);
    }

    @Override
    public boolean fits(Shape shape) {
        return shape.op().isExact(shape.type());
    }

    @Override
    public Cost cost(Shape shape) {
        int ranks = shape.ranks();
        double bytes = shape.bytes();
        double part = (ranks - 1.0) / ranks;
        return Cost.ofExchanges(
                2.0 * (ranks - 1), 2 * part * bytes, part * bytes, 2L * ranks * (ranks - 1), 2.0 * (ranks - 1) * bytes);
    }

    @Override
    public void run(Wire wire, Call call) {
        int size = wire.size();
        int rank = wire.rank();
        Object part = wire.scratch(0, length(call, size - 1, size) + call.op.width());
        for (int step = 1; step < size; step++) {
            int gives = Math.floorMod(rank - step, size);
            int takes = Math.floorMod(rank - step - 1, size);
            int length = length(call, takes, size);
            wire.exchange(
                    wire.after(1),
                    call.receive,
                    at(call, gives, size),
                    length(call, gives, size),
                    wire.after(-1),
                    part,
                    0,
                    length);
            wire.foldBefore(call.receive, at(call, takes, size), part, 0, length);
        }
        for (int step = 0; step < size - 1; step++) {
            int gives = Math.floorMod(rank - step, size);
            int takes = Math.floorMod(rank - step - 1, size);
            wire.exchange(
                    wire.after(1),
                    call.receive,
                    at(call, gives, size),
                    length(call, gives, size),
                    wire.after(-1),
                    call.receive,
                    at(call, takes, size),
                    length(call, takes, size));
        }
    }

    private static int at(Call call, int block, int size) {
        return call.receiveOffset + Blocks.start(block, size, call.count, call.op.width());
    }

    private static int length(Call call, int block, int size) {
        return Blocks.length(block, size, call.count, call.op.width());
    }
}
