package dev.weft.graph;

import dev.weft.collectives.Communicator;
import dev.weft.runtime.ThreadTeam;
import java.util.function.IntUnaryOperator;

/** Brings a number of each vertex at the border between two workers to the other worker, first from its owner, then to its owner. */
final class BorderSwap {
    private final Communicator communicator;
    private final ThreadTeam team;
    private final Legs owned;
    private final Legs mirrored;
    private final int[] ownedValues;
    private final int[] mirroredValues;

    /**
     * @param owned the rank's vertices that other workers mirror
     * @param mirrored the vertices of other workers that this one mirrors, as far as they fall to this rank
     */
    BorderSwap(Communicator communicator, ThreadTeam team, Legs owned, Legs mirrored) {
        this.communicator = communicator;
        this.team = team;
        this.owned = owned;
        this.mirrored = mirrored;
        this.ownedValues = new int[owned.total()];
        this.mirroredValues = new int[mirrored.total()];
    }

    void run(IntUnaryOperator value, Fragment.Taker taker) {
        bring(owned, ownedValues, mirrored, mirroredValues, value, taker);
        bring(mirrored, mirroredValues, owned, ownedValues, value, taker);
    }

    private void bring(Legs from, int[] sent, Legs to, int[] received, IntUnaryOperator value, Fragment.Taker taker) {
        team.forEachChunk(from.pieces(), (piece, _) -> {
            int[] list = from.list(piece);
            int first = from.from(piece);
            int start = from.valueStart(piece);
            for (int i = 0; i < from.length(piece); i++) {
                sent[start + i] = value.applyAsInt(list[first + i]);
            }
        });
        communicator.allToAllV(sent, from.counts, from.starts, received, to.counts, to.starts);
        team.forEachChunk(to.pieces(), (piece, _) -> {
            int[] list = to.list(piece);
            int first = to.from(piece);
            int start = to.valueStart(piece);
            for (int i = 0; i < to.length(piece); i++) {
                taker.take(list[first + i], received[start + i]);
            }
        });
    }
}
