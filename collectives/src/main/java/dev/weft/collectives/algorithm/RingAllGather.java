package dev.weft.collectives.algorithm;

import dev.weft.collectives.Operation;

/** AllGather round a ring: in each of size - 1 steps a rank passes on the block that it got in the step before. */
final class RingAllGather extends Algorithm {
    RingAllGather() {
        super("ring", Operation.ALL_GATHER, Operation.ALL_GATHER_V);
    }

    @Override
    public Cost cost(Shape shape) {
        int others = shape.ranks() - 1;
        return Cost.ofExchanges(
                others,
                others * shape.bytes(),
                0,
                (long) shape.ranks() * others,
                shape.ranks() * (others * shape.bytes()));
    }

    @Override
    public void run(Wire wire, Call call) {
        int size = wire.size();
        int rank = wire.rank();
        if (!call.isInPlace(call.sendOffset, call.receiveAt(rank))) {
            wire.copy(call.send, call.sendOffset, call.receive, call.receiveAt(rank), call.receiveCount(rank));
        }
        for (int step = 0; step < size - 1; step++) {
            int gives = Math.floorMod(rank - step, size);
            int takes = Math.floorMod(rank - step - 1, size);
            wire.exchange(
                    wire.after(1),
                    call.receive,
                    call.receiveAt(gives),
                    call.receiveCount(gives),
                    wire.after(-1),
                    call.receive,
                    call.receiveAt(takes),
                    call.receiveCount(takes));
        }
    }
}
