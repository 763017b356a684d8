package dev.weft.collectives.algorithm;

import dev.weft.collectives.Operation;

/**
 * Broadcast of many elements (van de Geijn): the root scatters blocks along a binomial tree, then the blocks go round a
 * ring until all have all. Every byte passes a rank twice, however many ranks there are.
 *
 * <pre>
 *   4 ranks, elements ABCD    scatter 0: AB|CD → 2, A|B → 1    2: C|D → 3    ring, 3 steps
 * </pre>
 */
final class ScatterRingBroadcast extends Algorithm {
    ScatterRingBroadcast() {
        super("scatter+ring", Operation.BROADCAST);
    }

    @Override
    public Cost cost(Shape shape) {
        int ranks = shape.ranks();
        double bytes = shape.bytes();
        double part = (ranks - 1.0) / ranks;
        return new Cost(
                new Steps(shape.log2(), part * bytes),
                new Steps(ranks - 1, part * bytes),
                0,
                ranks - 1 + (long) ranks * (ranks - 1),
                (travelled(ranks) / (double) ranks + ranks - 1) * bytes);
    }

    /** How many blocks the tree carries, each counted once for each step it takes. */
    private static long travelled(int ranks) {
        long blocks = 0;
        for (int number = 1; number < ranks; number++) {
            blocks += Math.min(Integer.lowestOneBit(number), ranks - number);
        }
        return blocks;
    }

    @Override
    public void run(Wire wire, Call call) {
        int size = wire.size();
        int number = Math.floorMod(wire.rank() - call.root, size);
        scatter(wire, call, number, size);
        for (int step = 0; step < size - 1; step++) {
            int gives = Math.floorMod(number - step, size);
            int takes = Math.floorMod(number - step - 1, size);
            wire.exchange(
                    wire.after(1),
                    call.receive,
                    at(call, gives, size),
                    at(call, gives + 1, size) - at(call, gives, size),
                    wire.after(-1),
                    call.receive,
                    at(call, takes, size),
                    at(call, takes + 1, size) - at(call, takes, size));
        }
    }

    private static void scatter(Wire wire, Call call, int number, int size) {
        int reach = number == 0 ? Integer.highestOneBit(size) << 1 : Integer.lowestOneBit(number);
        if (number != 0) {
            int first = at(call, number, size);
            int end = at(call, Math.min(number + reach, size), size);
            wire.receive((number - reach + call.root) % size, call.receive, first, end - first);
        }
        for (int distance = reach >> 1; distance > 0; distance >>= 1) {
            int child = number + distance;
            if (child < size) {
                int first = at(call, child, size);
                int end = at(call, Math.min(child + distance, size), size);
                wire.send((child + call.root) % size, call.receive, first, end - first);
            }
        }
    }

    private static int at(Call call, int block, int size) {
        return call.receiveOffset + Blocks.start(block, size, call.count, 1);
    }
}
