package dev.weft.graph.algorithms;

import dev.weft.graph.ForwardLists;
import dev.weft.graph.Fragment;
import dev.weft.runtime.Rank;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/**
 * For every vertex the pairs of its neighbours that are joined, in the simple undirected view: its triangles. Each triangle is found once, at
 * its vertex v of the largest fragment index (the lowest degree), by a neighbour u before it and a neighbour w of both before u; then it
 * counts for all three. On skewed graphs most triangles have two corners among the hubs, whose adjacency is a small triangle of bits, as in
 * LOTUS (Koohi Esfahani, Kilpatrick, Vandierendonck, PPoPP 2022); see {@link Corner}.
 *
 * <p>Memory beside the {@link ForwardLists}: 8 bytes a vertex; 17 MiB a worker for the bits of {@value #HUBS} hubs, twice that for a directed
 * graph's edges; a bit for each vertex and 128 KiB a thread.
 */
final class ClosedPairs {
    private static final int HUBS = 1 << 14;

    private final Fragment fragment;
    private final ForwardLists lists;
    private final long[] counts;

    private ClosedPairs(Fragment fragment) {
        this.fragment = fragment;
        this.lists = fragment.forwardLists();
        this.counts = fragment.sharedLongs("closed pairs");
    }

    /** Counts each pair once. Collective. */
    static ClosedPairs count(Rank rank, Fragment fragment) {
        return count(rank, fragment, HUBS);
    }

    static ClosedPairs count(Rank rank, Fragment fragment, int most) {
        var pairs = new ClosedPairs(fragment);
        HubRows hubs = pairs.hubs(rank, "hubs", most, 0);
        pairs.run(() -> new PairCorner(pairs.lists, hubs, pairs.counts));
        return pairs;
    }

    /** Counts the edges of a directed graph between the two: one or two for each pair. Collective. */
    static ClosedPairs countEdges(Rank rank, Fragment fragment) {
        return countEdges(rank, fragment, HUBS);
    }

    static ClosedPairs countEdges(Rank rank, Fragment fragment, int most) {
        var pairs = new ClosedPairs(fragment);
        HubRows hubs = pairs.hubs(rank, "hubs", most, 0);
        HubRows both = pairs.hubs(rank, "hubs joined both ways", most, ForwardLists.BOTH_WAYS);
        pairs.run(() -> new EdgeCorner(pairs.lists, hubs, both, pairs.counts));
        return pairs;
    }

    /**
     * The rows of the first vertices.
     *
     * @param most of them that have a row
     * @param flag as {@link HubRows#fill} takes it
     */
    private HubRows hubs(Rank rank, String name, int most, int flag) {
        int count = Math.min(most, fragment.size());
        var hubs = new HubRows(count, fragment.sharedLongs(name, HubRows.start(count)));
        int share = Math.ceilDiv(count, rank.workerRanks());
        int first = Math.min(count, share * rank.workerRank());
        int rows = Math.min(share, count - first);
        rank.team().forEachChunk(rows, (row, _) -> hubs.fill(first + row, lists, flag));
        return hubs;
    }

    private void run(Supplier<Corner> newCorner) {
        fragment.forEachIndex((from, to) -> Arrays.fill(counts, from, to, 0));
        var corners = new ConcurrentLinkedQueue<Corner>();
        fragment.forEachPieceOfWorker((_, from, to) -> {
            Corner pooled = corners.poll();
            Corner corner = pooled != null ? pooled : newCorner.get();
            corner.run(from, to);
            corners.add(corner);
        });
        corners.forEach(Corner::finish);
        fragment.addMirrors(counts);
    }

    /** Of a vertex of this rank. */
    long at(int vertex) {
        return counts[vertex];
    }

    /** How many neighbours a vertex of this rank has in the simple undirected view. */
    long neighbours(int vertex) {
        return lists.degree(vertex);
    }
}
