package dev.weft.collectives.algorithm;

import dev.weft.collectives.Operation;

/**
 * AllToAll with many messages on their way at once, but not all: in waves of at most {@link #WAVE} ranks further on and
 * as many before. One wave costs little more than one message.
 */
final class LinearAllToAll extends Algorithm {
    static final int WAVE = 32;

    LinearAllToAll() {
        super("linear", Operation.ALL_TO_ALL, Operation.ALL_TO_ALL_V);
    }

    @Override
    public Cost cost(Shape shape) {
        int others = shape.ranks() - 1;
        double waves = Math.ceil(others / (double) WAVE);
        return Cost.ofExchanges(
                waves + (others - waves) * Costs.OVERLAPPED,
                others * shape.bytes(),
                0,
                (long) shape.ranks() * others,
                shape.ranks() * (others * shape.bytes()));
    }

    @Override
    public void run(Wire wire, Call call) {
        int size = wire.size();
        int rank = wire.rank();
        wire.copy(call.send, call.sendAt(rank), call.receive, call.receiveAt(rank), call.receiveCount(rank));
        for (int first = 1; first < size; first += WAVE) {
            int end = Math.min(first + WAVE, size);
            for (int distance = first; distance < end; distance++) {
                int source = wire.after(-distance);
                wire.startReceive(source, call.receive, call.receiveAt(source), call.receiveCount(source));
            }
            for (int distance = first; distance < end; distance++) {
                int destination = wire.after(distance);
                wire.startSend(destination, call.send, call.sendAt(destination), call.sendCount(destination));
            }
            wire.awaitAll();
        }
    }
}
