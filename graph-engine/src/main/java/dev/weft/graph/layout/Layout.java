package dev.weft.graph.layout;

import dev.weft.graph.source.EdgeBag;
import dev.weft.graph.source.EdgeExchange;
import dev.weft.graph.source.LoadProgress;
import dev.weft.runtime.ChunkBody;
import dev.weft.runtime.ThreadTeam;
import dev.weft.runtime.UsageException;
import java.util.concurrent.atomic.AtomicInteger;

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

    /**
     * The heap that each thread takes, in each direction, while it puts edges into the adjacency of their ends.
     *
     * @param vertices of the graph
     */
    public static long heldBytes(long vertices, int workers, boolean weighted) {
        int partitions = Partitioning.partitionCount(Math.clamp(vertices, 0, Integer.MAX_VALUE));
        return EntryBuckets.heldBytes(Math.ceilDiv(partitions, workers), weighted);
    }

    private VertexTables ordered() {
        progress.at("counting degrees", 0);
        int n = bag.ids().size();
        var counts = new Degrees(bag.directed(), n, bag.edgeCount(), team);
        forEachBlock("counting degrees", (block, thread) -> counts.count(bag.block(block), thread));
        int[] inDegrees = counts.in();
        int[] outDegrees = bag.directed() ? counts.out() : inDegrees;
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
        try (AdjacencyBuilder in = builder(vertices, vertices.inDegrees(), held, form);
                AdjacencyBuilder out = bag.directed() ? builder(vertices, vertices.outDegrees(), held, form) : in) {
            fill(vertices, in, out);
            progress.at("sorting adjacency", 0);
            Adjacency inward = in.sorted();
            Adjacency outward = out == in ? inward : out.sorted();
            long edges = workers.sum(bag.edgeCount());
            long skipped = workers.sum(bag.skipped().count());
            return new Topology(vertices, held, inward, outward, edges, skipped);
        }
    }

    private AdjacencyBuilder builder(VertexTables vertices, int[] degrees, PartitionRange held, WeightForm form) {
        return new AdjacencyBuilder(vertices.partitionStarts(), degrees, held, form, team);
    }

    private void fill(VertexTables vertices, AdjacencyBuilder in, AdjacencyBuilder out) {
        if (workers.isAlone()) {
            new EdgeScatter(bag, vertices.internalIds(), in, out, team).run("building adjacency", progress);
        } else {
            var routing = new EdgeRouting(bag.weighted(), workers, vertices, in, out);
            new EdgeExchange(bag, workers.leaders(), routing, team).run("building adjacency", progress);
        }
    }

    private void forEachBlock(String phase, ChunkBody body) {
        int blocks = bag.blockCount();
        var finished = new AtomicInteger();
        team.forEachChunk(blocks, (block, thread) -> {
            body.run(block, thread);
            progress.at(phase, (double) finished.incrementAndGet() / blocks);
        });
    }

    static UsageException tooManyEdges(int partition) {
        return new UsageException("virtual partition " + partition
                + " has more than 2^31 - 1 edges: the graph is too large for one worker, use more workers");
    }
}
