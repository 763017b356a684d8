package dev.weft.collectives.algorithm;

import dev.weft.collectives.Operation;

/**
 * AllReduce of few elements: in round k a rank exchanges its total with the one whose number differs in bit k. For
 * operations that are exact in any order; of two totals the one from lower ranks is the left operand, so that both
 * partners make the same bits.
 */
final class RecursiveDoublingAllReduce extends Algorithm {
    RecursiveDoublingAllReduce() {
        super("recursive-doubling", Operation.ALL_REDUCE);
    }

    @Override
    public boolean fits(Shape shape) {
        return shape.op().isExact(shape.type());
    }

    @Override
    public Cost cost(Shape shape) {
        int players = Powers.players(shape.ranks());
        int pairs = Powers.pairs(shape.ranks());
        int rounds = Powers.log2Up(players);
        double bytes = shape.bytes();
        int extra = pairs > 0 ? 1 : 0;
        long messages = 2L * pairs + (long) players * rounds;
        return new Cost(
                new Steps(2 * extra, 2 * extra * bytes),
                new Steps(rounds, rounds * bytes),
                (rounds + extra) * bytes,
                messages,
                messages * bytes);
    }

    @Override
    public void run(Wire wire, Call call) {
        int size = wire.size();
        int rank = wire.rank();
        Object data = call.receive;
        int offset = call.receiveOffset;
        int count = call.count;
        if (Powers.steps(rank, size)) {
            wire.send(rank - 1, data, offset, count);
            wire.receive(rank - 1, data, offset, count);
            return;
        }
        Object part = wire.scratch(0, count);
        boolean paired = Powers.isPaired(rank, size);
        if (paired) {
            wire.receive(rank + 1, part, 0, count);
            wire.fold(data, offset, part, 0, count);
        }
        int player = Powers.player(rank, size);
        for (int distance = 1; distance < Powers.players(size); distance <<= 1) {
            int partner = player ^ distance;
            int peer = Powers.rank(partner, size);
            wire.exchange(peer, data, offset, count, peer, part, 0, count);
            if (partner < player) {
                wire.foldBefore(data, offset, part, 0, count);
            } else {
                wire.fold(data, offset, part, 0, count);
            }
        }
        if (paired) {
            wire.send(rank + 1, data, offset, count);
        }
    }
}
