package dev.weft.graph;

import dev.weft.collectives.Placement;
import dev.weft.graph.layout.Topology;
import dev.weft.runtime.Shares;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * The vertices whose values one rank sends to ranks of other workers, or receives from them: a leg for each such rank, cut into pieces
 * that threads claim. A value crosses once for each pair of workers: the vertices of a rank go to one rank of each other worker.
 *
 * <pre>
 *   ranks 0, 1 | 2, 3, 4    to worker 1: rank 0's vertices by way of rank 2, rank 1's by way of 3; to worker 0: 2's by 1, 3's by 0, 4's by 1
 * </pre>
 */
final class Legs {
    /** A multiple of 64, so that pieces share no word. */
    private static final int PIECE = 1 << 13;

    /** Values for each rank, where all are sent. */
    final int[] counts;

    final int[] starts;
    /** Words of bits for each rank, one bit a value. */
    final int[] wordCounts;

    final int[] wordStarts;
    private final int[][] lists;
    private final int[] from;
    private int pieces;
    private int[] pieceRanks = new int[16];
    private int[] pieceFrom = new int[16];

    private Legs(int ranks) {
        counts = new int[ranks];
        starts = new int[ranks];
        wordCounts = new int[ranks];
        wordStarts = new int[ranks];
        lists = new int[ranks][];
        from = new int[ranks];
        Arrays.fill(lists, new int[0]);
    }

    /** What the rank sends: all its own vertices that others mirror. */
    static Legs sent(Mirrors mirrors, Topology topology, Shares shares, int rank) {
        Placement placement = shares.placement();
        var legs = new Legs(placement.ranks());
        IntUnaryOperator firstVertex = firstVertex(topology, shares);
        for (int worker = 0; worker < placement.workers(); worker++) {
            if (worker != placement.worker(rank) && placement.ranks(worker) > 0) {
                int[] list = mirrors.sent()[worker];
                legs.add(
                        way(placement, rank, worker),
                        list,
                        firstVertex.applyAsInt(rank),
                        firstVertex.applyAsInt(rank + 1));
            }
        }
        return legs.ready();
    }

    /** What the rank receives, on behalf of its worker. */
    static Legs received(Mirrors mirrors, Topology topology, Shares shares, int rank) {
        Placement placement = shares.placement();
        var legs = new Legs(placement.ranks());
        IntUnaryOperator firstVertex = firstVertex(topology, shares);
        int self = placement.worker(rank);
        for (int other = 0; other < placement.ranks(); other++) {
            if (placement.worker(other) != self && way(placement, other, self) == rank) {
                int[] list = mirrors.received()[placement.worker(other)];
                legs.add(other, list, firstVertex.applyAsInt(other), firstVertex.applyAsInt(other + 1));
            }
        }
        return legs.ready();
    }

    private static IntUnaryOperator firstVertex(Topology topology, Shares shares) {
        return rank -> topology.firstVertex(shares, rank);
    }

    /** By way of which rank of {@code worker} the values of {@code rank} come to it. */
    private static int way(Placement placement, int rank, int worker) {
        int own = placement.worker(rank);
        return placement.first(worker) + (rank - placement.first(own) + own) % placement.ranks(worker);
    }

    private void add(int rank, int[] list, int firstVertex, int endVertex) {
        lists[rank] = list;
        from[rank] = place(list, firstVertex);
        counts[rank] = place(list, endVertex) - from[rank];
        wordCounts[rank] = (counts[rank] + 63) >>> 6;
        for (int piece = 0; piece < counts[rank]; piece += PIECE) {
            addPiece(rank, piece);
        }
    }

    private static int place(int[] list, int vertex) {
        int at = Arrays.binarySearch(list, vertex);
        return at < 0 ? ~at : at;
    }

    private void addPiece(int rank, int piece) {
        if (pieces == pieceRanks.length) {
            pieceRanks = Arrays.copyOf(pieceRanks, 2 * pieces);
            pieceFrom = Arrays.copyOf(pieceFrom, 2 * pieces);
        }
        pieceRanks[pieces] = rank;
        pieceFrom[pieces++] = piece;
    }

    private Legs ready() {
        for (int rank = 1; rank < counts.length; rank++) {
            starts[rank] = Math.addExact(starts[rank - 1], counts[rank - 1]);
            wordStarts[rank] = wordStarts[rank - 1] + wordCounts[rank - 1];
        }
        return this;
    }

    /** All ranks' values. */
    int total() {
        return starts[starts.length - 1] + counts[counts.length - 1];
    }

    int words() {
        return wordStarts[wordStarts.length - 1] + wordCounts[wordCounts.length - 1];
    }

    int pieces() {
        return pieces;
    }

    /** The rank that a piece goes to or comes from. */
    int rank(int piece) {
        return pieceRanks[piece];
    }

    /** The vertices of the piece are those of this list ... */
    int[] list(int piece) {
        return lists[pieceRanks[piece]];
    }

    /** ... from this place on ... */
    int from(int piece) {
        return from[pieceRanks[piece]] + pieceFrom[piece];
    }

    /** ... and so many. */
    int length(int piece) {
        return Math.min(PIECE, counts[pieceRanks[piece]] - pieceFrom[piece]);
    }

    /** Where the values of the piece begin, where all are sent. */
    int valueStart(int piece) {
        return starts[pieceRanks[piece]] + pieceFrom[piece];
    }

    /** Where the words of the piece begin. */
    int wordStart(int piece) {
        return wordStarts[pieceRanks[piece]] + (pieceFrom[piece] >>> 6);
    }
}
