package dev.weft.collectives.algorithm;

import dev.weft.collectives.Operation;

/**
 * The dissemination barrier (Hensgen, Finkel and Manber 1988): in round k a rank tells the one 2^k further on, and
 * hears from the one 2^k before; after log2(size) rounds it has heard, by way of others, from all.
 *
 * <pre>
 *   5 ranks, what rank 0 knows of    round 0: 4, 0    round 1: 2, 3, 4, 0    round 2: all
 * </pre>
 */
final class DisseminationBarrier extends Algorithm {
    private static final byte[] NOTHING = {};

    DisseminationBarrier() {
        super("dissemination", Operation.BARRIER);
    }

    @Override
    public Cost cost(Shape shape) {
        return Cost.ofExchanges(shape.log2(), 0, 0, (long) shape.ranks() * shape.log2(), 0);
    }

    @Override
    public void run(Wire wire, Call call) {
        for (int distance = 1; distance < wire.size(); distance <<= 1) {
            wire.exchange(wire.after(distance), NOTHING, 0, 0, wire.after(-distance), NOTHING, 0, 0);
        }
    }
}
