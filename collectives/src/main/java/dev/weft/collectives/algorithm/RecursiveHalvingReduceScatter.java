package dev.weft.collectives.algorithm;

import dev.weft.collectives.Operation;

/**
 * ReduceScatter of few elements by recursive halving among 2^k players (see {@link Powers}); a player keeps the blocks
 * of its pair, and hands the odd one's over at the end. For operations that are exact in any order.
 */
final class RecursiveHalvingReduceScatter extends Algorithm {
    RecursiveHalvingReduceScatter() {
        super("recursive-halving", Operation.REDUCE_SCATTER);
    }

    @Override
    public boolean fits(Shape shape) {
        return shape.op().isExact(shape.type());
    }

    @Override
    public Cost cost(Shape shape) {
        int ranks = shape.ranks();
        int players = Powers.players(ranks);
        int pairs = Powers.pairs(ranks);
        int halvings = Powers.log2Up(players);
        double block = shape.bytes();
        double all = ranks * block;
        double part = (players - 1.0) / players;
        int extra = pairs > 0 ? 1 : 0;
        return new Cost(
                new Steps(2 * extra, extra * (all + block)),
                new Steps(halvings, part * all),
                (extra + part) * all,
                2L * pairs + (long) players * halvings,
                pairs * all + (players - 1) * all + pairs * block);
    }

    @Override
    public void run(Wire wire, Call call) {
        int size = wire.size();
        int rank = wire.rank();
        int count = call.count;
        int all = Math.multiplyExact(size, count);
        if (Powers.steps(rank, size)) {
            wire.send(rank - 1, call.send, call.sendOffset, all);
            wire.receive(rank - 1, call.receive, call.receiveOffset, count);
            return;
        }
        Object total = wire.scratch(1, all);
        wire.copy(call.send, call.sendOffset, total, 0, all);
        boolean paired = Powers.isPaired(rank, size);
        if (paired) {
            Object theirs = wire.scratch(0, all);
            wire.receive(rank + 1, theirs, 0, all);
            wire.fold(total, 0, theirs, 0, all);
        }
        halve(wire, total, count);
        wire.copy(total, rank * count, call.receive, call.receiveOffset, count);
        if (paired) {
            wire.send(rank + 1, total, (rank + 1) * count, count);
        }
    }

    private static void halve(Wire wire, Object total, int count) {
        int size = wire.size();
        int players = Powers.players(size);
        int player = Powers.player(wire.rank(), size);
        Object part = wire.scratch(0, size * count);
        for (int distance = players >> 1; distance > 0; distance >>= 1) {
            int partner = player ^ distance;
            int keeps = start(player & -distance, size) * count;
            int keptLength = start((player & -distance) + distance, size) * count - keeps;
            int gives = start(partner & -distance, size) * count;
            int givenLength = start((partner & -distance) + distance, size) * count - gives;
            int peer = Powers.rank(partner, size);
            wire.exchange(peer, total, gives, givenLength, peer, part, 0, keptLength);
            if (partner < player) {
                wire.foldBefore(total, keeps, part, 0, keptLength);
            } else {
                wire.fold(total, keeps, part, 0, keptLength);
            }
        }
    }

    /** The first rank whose block a player answers for. */
    private static int start(int player, int size) {
        return player == Powers.players(size) ? size : Powers.rank(player, size);
    }
}
