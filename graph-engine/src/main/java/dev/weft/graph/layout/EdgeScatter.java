package dev.weft.graph.layout;

import dev.weft.graph.source.EdgeBag;
import dev.weft.graph.source.LoadProgress;
import dev.weft.runtime.ThreadTeam;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** Puts all edges of a bag into the adjacency of their ends, and turns the ends into internal ids on the way: what a worker does that is alone. */
final class EdgeScatter {
    /** Edges that a thread takes at a time. */
    private static final int PIECE = 1 << 14;

    /** Edges whose internal ids are found at once. */
    private static final int STRIP = 1 << 10;

    /** After so many for each thread, lists may be filled. */
    private static final int PIECES_A_ROUND = 1 << 5;

    private final EdgeBag bag;
    private final int[] internalIds;
    private final AdjacencyBuilder in;
    private final AdjacencyBuilder out;
    private final ThreadTeam team;
    private final long[][] strips;
    /** The first piece of each block, and the number of pieces at the end. */
    private final int[] firstPieces;

    /** @param out of an undirected graph the same as {@code in} */
    EdgeScatter(EdgeBag bag, int[] internalIds, AdjacencyBuilder in, AdjacencyBuilder out, ThreadTeam team) {
        this.bag = bag;
        this.internalIds = internalIds;
        this.in = in;
        this.out = out;
        this.team = team;
        this.strips = new long[team.size()][STRIP];
        this.firstPieces = new int[bag.blockCount() + 1];
        for (int b = 0; b < bag.blockCount(); b++) {
            long pieces = Math.ceilDiv(bag.block(b).byteSize() / Long.BYTES, (long) PIECE);
            firstPieces[b + 1] = Math.toIntExact(firstPieces[b] + pieces);
        }
    }

    void run(String phase, LoadProgress progress) {
        int pieces = firstPieces[firstPieces.length - 1];
        int round = piecesInRound();
        for (int first = 0; first < pieces; first += round) {
            progress.at(phase, (double) first / pieces);
            int from = first;
            team.forEachChunk(Math.min(round, pieces - first), (i, thread) -> scatter(from + i, thread));
            in.settleIfMany();
            if (out != in) {
                out.settleIfMany();
            }
        }
    }

    /** No more than may wait between them, if all threads get one. */
    private int piecesInRound() {
        long waiting = in.mostWaiting() / PIECE;
        return (int) Math.max(team.size(), Math.min((long) PIECES_A_ROUND * team.size(), waiting));
    }

    private void scatter(int piece, int thread) {
        int b = block(piece);
        long from = (long) (piece - firstPieces[b]) * PIECE;
        long to = Math.min(from + PIECE, bag.block(b).byteSize() / Long.BYTES);
        if (bag.weighted()) {
            scatter(bag.block(b), bag.weights(b), from, to, in.hand(thread), out.hand(thread), strips[thread]);
        } else {
            scatter(bag.block(b), from, to, in.hand(thread), out.hand(thread), strips[thread]);
        }
    }

    /** The one in which a piece lies. */
    private int block(int piece) {
        int b = Arrays.binarySearch(firstPieces, piece);
        if (b < 0) {
            return -b - 2;
        }
        while (firstPieces[b + 1] == piece) {
            b++;
        }
        return b;
    }

    /** Two loops, so that the look-ups in the first, which miss the cache, wait for nothing but each other. */
    private void scatter(
            MemorySegment block, long from, long to, EntryBuckets.Hand toIn, EntryBuckets.Hand toOut, long[] strip) {
        for (long at = from; at < to; at += STRIP) {
            int count = (int) Math.min(STRIP, to - at);
            readInternal(block, at, count, strip);
            add(strip, count, toIn, toOut);
        }
    }

    private void readInternal(MemorySegment block, long from, int count, long[] strip) {
        int[] internalIds = this.internalIds;
        MemorySegment.copy(block, EdgeBag.EDGE, from * Long.BYTES, strip, 0, count);
        for (int i = 0; i < count; i++) {
            long edge = strip[i];
            strip[i] = EdgeBag.edge(internalIds[EdgeBag.source(edge)], internalIds[EdgeBag.target(edge)]);
        }
    }

    private static void add(long[] edges, int count, EntryBuckets.Hand toIn, EntryBuckets.Hand toOut) {
        boolean both = toIn == toOut;
        for (int i = 0; i < count; i++) {
            int source = EdgeBag.source(edges[i]);
            int target = EdgeBag.target(edges[i]);
            toIn.add(target, source);
            if (!both || source != target) {
                toOut.add(source, target);
            }
        }
    }

    private void scatter(
            MemorySegment block,
            MemorySegment weights,
            long from,
            long to,
            EntryBuckets.Hand toIn,
            EntryBuckets.Hand toOut,
            long[] strip) {
        for (long at = from; at < to; at += STRIP) {
            int count = (int) Math.min(STRIP, to - at);
            readInternal(block, at, count, strip);
            add(strip, count, weights, at, toIn, toOut);
        }
    }

    private static void add(
            long[] edges,
            int count,
            MemorySegment weights,
            long from,
            EntryBuckets.Hand toIn,
            EntryBuckets.Hand toOut) {
        boolean both = toIn == toOut;
        for (int i = 0; i < count; i++) {
            double weight = weights.getAtIndex(EdgeBag.WEIGHT, from + i);
            int source = EdgeBag.source(edges[i]);
            int target = EdgeBag.target(edges[i]);
            toIn.add(target, source, weight);
            if (!both || source != target) {
                toOut.add(source, target, weight);
            }
        }
    }
}
