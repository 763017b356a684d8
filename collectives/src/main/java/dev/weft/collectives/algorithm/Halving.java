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
    private final Wire wire;
    private final Call call;
    private final int shift;
    private final int ranks;
    private final int players;
    private final int player;
    private final Object total;
    private final int offset;

    /** @param shift the rank that counts as number 0 */
    Halving(Wire wire, Call call, int shift, Object total, int offset) {
        this.wire = wire;
        this.call = call;
        this.shift = shift;
        this.ranks = wire.size();
        this.players = Powers.players(ranks);
        this.player = Powers.player(Math.floorMod(wire.rank() - shift, ranks), ranks);
        this.total = total;
        this.offset = offset;
    }

    /** Afterwards this player's block of {@code total} is the result. */
    void reduceScatter() {
        Object part = wire.scratch(0, call.count - start(players / 2));
        for (int distance = players >> 1; distance > 0; distance >>= 1) {
            int partner = player ^ distance;
            int keeps = start(player & -distance);
            int keptLength = start((player & -distance) + distance) - keeps;
            int gives = start(partner & -distance);
            int givenLength = start((partner & -distance) + distance) - gives;
            int rank = rank(partner);
            wire.exchange(rank, total, offset + gives, givenLength, rank, part, 0, keptLength);
            if (partner < player) {
                wire.foldBefore(total, offset + keeps, part, 0, keptLength);
            } else {
                wire.fold(total, offset + keeps, part, 0, keptLength);
            }
        }
    }

    /** Afterwards all players have all blocks. */
    void allGather() {
        for (int distance = 1; distance < players; distance <<= 1) {
            int partner = player ^ distance;
            int has = start(player & -distance);
            int hasLength = start((player & -distance) + distance) - has;
            int wants = start(partner & -distance);
            int wantedLength = start((partner & -distance) + distance) - wants;
            int rank = rank(partner);
            wire.exchange(rank, total, offset + has, hasLength, rank, total, offset + wants, wantedLength);
        }
    }

    /** Afterwards player 0 has all blocks. */
    void gatherAtFirst() {
        for (int distance = 1; distance < players; distance <<= 1) {
            int low = player & -distance;
            if ((player & distance) != 0) {
                wire.send(rank(player - distance), total, offset + start(low), start(low + distance) - start(low));
                return;
            }
            int other = start(low + distance);
            wire.receive(rank(player + distance), total, offset + other, start(low + 2 * distance) - other);
        }
    }

    private int start(int block) {
        return Blocks.start(block, players, call.count, call.op.width());
    }

    private int rank(int ofPlayer) {
        return (Powers.rank(ofPlayer, ranks) + shift) % ranks;
    }
}
