package dev.weft.graph.layout;

import dev.weft.graph.source.EdgeBag;
import dev.weft.graph.source.EdgeExchange;

/** Brings each edge to the workers that own its ends, into their adjacency, and turns the ends into internal ids on the way. */
final class EdgeRouting implements EdgeExchange.Route {
    private final boolean weighted;
    private final int self;
    private final int[] internalIds;
    private final int[] vertexStarts;
    private final AdjacencyBuilder in;
    private final AdjacencyBuilder out;

    /** @param out of an undirected graph the same as {@code in} */
    EdgeRouting(boolean weighted, Workers workers, VertexTables vertices, AdjacencyBuilder in, AdjacencyBuilder out) {
        this.weighted = weighted;
        this.self = workers.number();
        this.internalIds = vertices.internalIds();
        this.vertexStarts = workers.vertexStarts(vertices.partitionStarts());
        this.in = in;
        this.out = out;
    }

    @Override
    public int prepare(long[] edges, double[] weights, int count, int[] firsts, int[] seconds) {
        int[] internalIds = this.internalIds;
        for (int i = 0; i < count; i++) {
            int source = internalIds[EdgeBag.source(edges[i])];
            int target = internalIds[EdgeBag.target(edges[i])];
            edges[i] = EdgeBag.edge(source, target);
            firsts[i] = owner(source);
            seconds[i] = owner(target);
        }
        return count;
    }

    private int owner(int vertex) {
        int worker = 0;
        while (vertex >= vertexStarts[worker + 1]) {
            worker++;
        }
        return worker;
    }

    @Override
    public void take(long[] edges, double[] weights, int from, int to, int thread) {
        if (weighted) {
            takeWeighted(edges, weights, from, to, in.hand(thread), out.hand(thread));
        } else {
            takePlain(edges, from, to, in.hand(thread), out.hand(thread));
        }
    }

    private void takePlain(long[] edges, int from, int to, EntryBuckets.Hand toIn, EntryBuckets.Hand toOut) {
        for (int i = from; i < to; i++) {
            int source = EdgeBag.source(edges[i]);
            int target = EdgeBag.target(edges[i]);
            if (isOwn(target)) {
                toIn.add(target, source);
            }
            if (isOwn(source) && (in != out || source != target)) {
                toOut.add(source, target);
            }
        }
    }

    private void takeWeighted(
            long[] edges, double[] weights, int from, int to, EntryBuckets.Hand toIn, EntryBuckets.Hand toOut) {
        for (int i = from; i < to; i++) {
            int source = EdgeBag.source(edges[i]);
            int target = EdgeBag.target(edges[i]);
            if (isOwn(target)) {
                toIn.add(target, source, weights[i]);
            }
            if (isOwn(source) && (in != out || source != target)) {
                toOut.add(source, target, weights[i]);
            }
        }
    }

    @Override
    public void endRound() {
        in.settleIfMany();
        if (out != in) {
            out.settleIfMany();
        }
    }

    private boolean isOwn(int vertex) {
        return vertex >= vertexStarts[self] && vertex < vertexStarts[self + 1];
    }
}
