package dev.weft.graph.layout;

import dev.weft.graph.source.EdgeBag;
import dev.weft.graph.source.EdgeExchange;
import dev.weft.graph.source.LoadProgress;
import dev.weft.runtime.ThreadTeam;
import dev.weft.runtime.UsageException;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Makes a {@link Topology} of a bag of edges: count degrees, order the vertices, cut partitions, then put each edge into the adjacency of
 * its ends. The result depends on the edges alone, since every neighbour list is sorted at the end. Of several workers each has a share
 * of the edges; they add up the degrees, order all vertices, and send each edge to the owners of its ends.
 */
public final class Layout {
    private final EdgeBag bag;
    private final Workers workers;
    private final ThreadTeam team;
    private final LoadProgress progress;

    private Layout(EdgeBag bag, Workers workers, ThreadTeam team, LoadProgress progress) {
        this.bag = bag;
        this.workers = workers;
        this.team = team;
        this.progress = progress;
    }

    /** @param bag this worker's share; vertices are numbered the same in all shares */
    public static Topology of(EdgeBag bag, Workers workers, ThreadTeam team, LoadProgress progress) {
        return new Layout(bag, workers, team, progress).build();
    }

    private VertexTables ordered() {
        progress.at("counting degrees", 0);
        int n = bag.ids().size();
        var inDegrees = new int[n];
        var outDegrees = bag.directed() ? new int[n] : inDegrees;
        forEachBlock(
                "counting degrees", block -> Degrees.count(bag.block(block), inDegrees, outDegrees, !bag.directed()));
        workers.sum(inDegrees);
        if (bag.directed()) {
            workers.sum(outDegrees);
        }

        progress.at("ordering vertices", 0);
        return VertexTables.ordered(bag.ids(), bag.directed(), inDegrees, outDegrees, team);
    }

    private Topology build() {
        VertexTables vertices = ordered();
        PartitionRange held = workers.held(vertices.partitionCount());
        WeightForm form = WeightForm.of(bag, workers, team);
        var in = new AdjacencyBuilder(vertices.partitionStarts(), vertices.inDegrees(), held, form, team);
        var out = bag.directed()
                ? new AdjacencyBuilder(vertices.partitionStarts(), vertices.outDegrees(), held, form, team)
                : in;
        if (workers.isAlone()) {
            forEachBlock("building adjacency", block -> scatter(block, vertices.internalIds(), in, out));
        } else {
            var routing = new EdgeRouting(bag.weighted(), workers, vertices, in, out);
            new EdgeExchange(bag, workers.leaders(), routing, team).run("building adjacency", progress);
        }
        progress.at("sorting adjacency", 0);
        Adjacency inward = in.sorted();
        Adjacency outward = out == in ? inward : out.sorted();
        long edges = workers.sum(bag.edgeCount());
        long skipped = workers.sum(bag.skipped().count());
        return new Topology(vertices, held, inward, outward, edges, skipped);
    }

    private void scatter(int block, int[] internalIds, AdjacencyBuilder in, AdjacencyBuilder out) {
        if (bag.weighted()) {
            scatter(bag.block(block), bag.weights(block), internalIds, in, out);
        } else {
            scatter(bag.block(block), internalIds, in, out);
        }
    }

    private static void scatter(MemorySegment block, int[] internalIds, AdjacencyBuilder in, AdjacencyBuilder out) {
        boolean both = in == out;
        long edges = block.byteSize() / Long.BYTES;
        for (long i = 0; i < edges; i++) {
            long edge = block.getAtIndex(EdgeBag.EDGE, i);
            int source = internalIds[EdgeBag.source(edge)];
            int target = internalIds[EdgeBag.target(edge)];
            in.add(target, source);
            if (!both || source != target) {
                out.add(source, target);
            }
        }
    }

    private static void scatter(
            MemorySegment block, MemorySegment weights, int[] internalIds, AdjacencyBuilder in, AdjacencyBuilder out) {
        boolean both = in == out;
        long edges = block.byteSize() / Long.BYTES;
        for (long i = 0; i < edges; i++) {
            long edge = block.getAtIndex(EdgeBag.EDGE, i);
            double weight = weights.getAtIndex(EdgeBag.WEIGHT, i);
            int source = internalIds[EdgeBag.source(edge)];
            int target = internalIds[EdgeBag.target(edge)];
            in.add(target, source, weight);
            if (!both || source != target) {
                out.add(source, target, weight);
            }
        }
    }

    private void forEachBlock(String phase, IntConsumer body) {
        int blocks = bag.blockCount();
        var finished = new AtomicInteger();
        team.forEachChunk(blocks, (chunk, thread) -> {
            body.accept(chunk);
            progress.at(phase, (double) finished.incrementAndGet() / blocks);
        });
    }

    static UsageException tooManyEdges(int partition) {
        return new UsageException("virtual partition " + partition
                + " has more than 2^31 - 1 edges: the graph is too large for one worker, use more workers");
    }
}
