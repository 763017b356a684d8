package dev.weft.collectives.algorithm;

import dev.weft.collectives.Operation;

/**
 * AllToAll by pairs: in step d a rank sends to the one d further on and receives from the one d before, so that nobody
 * gets from two at a time.
 */
final class PairwiseAllToAll extends Algorithm {
    PairwiseAllToAll() {
        super("pairwise", Operation.ALL_TO_ALL, Operation.ALL_TO_ALL_V);
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
        int rank = wire.rank();
        wire.copy(call.send, call.sendAt(rank), call.receive, call.receiveAt(rank), call.receiveCount(rank));
        for (int distance = 1; distance < wire.size(); distance++) {
            int destination = wire.after(distance);
            int source = wire.after(-distance);
            wire.exchange(
                    destination,
                    call.send,
                    call.sendAt(destination),
                    call.sendCount(destination),
                    source,
                    call.receive,
                    call.receiveAt(source),
                    call.receiveCount(source));
        }
    }
}
