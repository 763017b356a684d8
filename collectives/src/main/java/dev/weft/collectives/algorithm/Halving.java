package dev.weft.collectives.algorithm;

/**
 * The two halves of Rabenseifner's algorithms, among 2^k players (see {@link Powers}), each of which ends up with one
 * block of the result.
 *
 * <pre>
 *   4 players, blocks ABCD    distance 2: 0, 1 keep AB, 2, 3 keep CD    distance 1: 0 keeps A, 1 keeps B, …
 * </pre>
 */
final class Halving {
    private Halving() {}

    /**
     * Afterwards this player's block of {@code total} is the result.
     *
     * @param shift the rank that counts as number 0
     */
    static void reduceScatter(Wire wire, Call call, int shift, Object total, int offset) {
        int ranks = wire.size();
        int players = Powers.players(ranks);
        int player = player(wire, shift);
        Object part = wire.scratch(0, call.count - start(call, players, players / 2));
        for (int distance = players >> 1; distance > 0; distance >>= 1) {
            int partner = player ^ distance;
            int keeps = start(call, players, player & -distance);
            int keptLength = start(call, players, (player & -distance) + distance) - keeps;
            int gives = start(call, players, partner & -distance);
            int givenLength = start(call, players, (partner & -distance) + distance) - gives;
            int rank = rank(partner, ranks, shift);
            wire.exchange(rank, total, offset + gives, givenLength, rank, part, 0, keptLength);
            if (partner < player) {
                wire.foldBefore(total, offset + keeps, part, 0, keptLength);
            } else {
                wire.fold(total, offset + keeps, part, 0, keptLength);
            }
        }
    }

    /** Afterwards all players have all blocks. */
    static void allGather(Wire wire, Call call, int shift, Object total, int offset) {
        int ranks = wire.size();
        int players = Powers.players(ranks);
        int player = player(wire, shift);
        for (int distance = 1; distance < players; distance <<= 1) {
            int partner = player ^ distance;
            int has = start(call, players, player & -distance);
            int hasLength = start(call, players, (player & -distance) + distance) - has;
            int wants = start(call, players, partner & -distance);
            int wantedLength = start(call, players, (partner & -distance) + distance) - wants;
            int rank = rank(partner, ranks, shift);
            wire.exchange(rank, total, offset + has, hasLength, rank, total, offset + wants, wantedLength);
        }
    }

    /** Afterwards player 0 has all blocks. */
    static void gatherAtFirst(Wire wire, Call call, int shift, Object total, int offset) {
        int ranks = wire.size();
        int players = Powers.players(ranks);
        int player = player(wire, shift);
        for (int distance = 1; distance < players; distance <<= 1) {
            int low = start(call, players, player & -distance);
            int middle = start(call, players, (player & -distance) + distance);
            if ((player & distance) != 0) {
                wire.send(rank(player - distance, ranks, shift), total, offset + low, middle - low);
                return;
            }
            int end = start(call, players, (player & -distance) + 2 * distance);
            wire.receive(rank(player + distance, ranks, shift), total, offset + middle, end - middle);
        }
    }

    private static int player(Wire wire, int shift) {
        return Powers.player(Math.floorMod(wire.rank() - shift, wire.size()), wire.size());
    }

    private static int start(Call call, int players, int block) {
        return Blocks.start(block, players, call.count, call.op.width());
    }

    private static int rank(int ofPlayer, int ranks, int shift) {
        return (Powers.rank(ofPlayer, ranks) + shift) % ranks;
    }
}
