package dev.weft.graph.layout;

import dev.weft.graph.source.EdgeBag;
import dev.weft.graph.source.LoadProgress;
import dev.weft.runtime.ThreadTeam;
import dev.weft.runtime.UsageException;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes a {@link Topology} of a bag of edges: count degrees, order the vertices, cut partitions, then put each edge into the adjacency of
 * its ends. The result depends on the edges alone, since every neighbour list is sorted at the end.
 */
public final class Layout {
    private static final int ID_CHUNK = 1 << 16;

    private final EdgeBag bag;
    private final ThreadTeam team;
    private final LoadProgress progress;

    private Layout(EdgeBag bag, ThreadTeam team, LoadProgress progress) {
        this.bag = bag;
        this.team = team;
        this.progress = progress;
    }

    public static Topology of(EdgeBag bag, ThreadTeam team, LoadProgress progress) {
        return new Layout(bag, team, progress).build();
    }

    private Topology build() {
        progress.at("counting degrees", 0);
        int n = bag.ids().size();
        var inDegrees = new int[n];
        var outDegrees = bag.directed() ? new int[n] : inDegrees;
        forEachBlock("counting degrees", block -> Degrees.count(block, inDegrees, outDegrees, !bag.directed()));

        progress.at("ordering vertices", 0);
        int[] positions = DegreeOrder.positions(bag.directed() ? sum(inDegrees, outDegrees) : inDegrees);
        int[] internalIds = DegreeOrder.inverse(positions);
        int[] orderedIn = reordered(inDegrees, positions);
        int[] orderedOut = bag.directed() ? reordered(outDegrees, positions) : orderedIn;
        int[] starts = Partitioning.starts(bag.directed() ? sum(orderedIn, orderedOut) : orderedIn);

        var in = new AdjacencyBuilder(starts, orderedIn, team);
        var out = bag.directed() ? new AdjacencyBuilder(starts, orderedOut, team) : in;
        forEachBlock("building adjacency", block -> scatter(block, internalIds, in, out));
        progress.at("sorting adjacency", 0);
        Adjacency inward = in.sorted();
        Adjacency outward = out == in ? inward : out.sorted();
        return new Topology(bag.ids(), internalIds, globalIds(positions), starts, inward, outward, bag.edgeCount());
    }

    private long[] globalIds(int[] positions) {
        var globalIds = new long[positions.length];
        int chunks = Math.ceilDiv(positions.length, ID_CHUNK);
        team.forEachChunk(chunks, (chunk, _) -> {
            int end = Math.min(positions.length, (chunk + 1) * ID_CHUNK);
            for (int i = chunk * ID_CHUNK; i < end; i++) {
                globalIds[i] = bag.ids().id(positions[i]);
            }
        });
        return globalIds;
    }

    private void scatter(MemorySegment block, int[] internalIds, AdjacencyBuilder in, AdjacencyBuilder out) {
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

    private void forEachBlock(String phase, java.util.function.Consumer<MemorySegment> body) {
        int blocks = bag.blockCount();
        var finished = new AtomicInteger();
        team.forEachChunk(blocks, (chunk, thread) -> {
            body.accept(bag.block(chunk));
            progress.at(phase, (double) finished.incrementAndGet() / blocks);
        });
    }

    private static int[] sum(int[] a, int[] b) {
        var sum = new int[a.length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = Math.addExact(a[i], b[i]);
        }
        return sum;
    }

    private static int[] reordered(int[] values, int[] positions) {
        var ordered = new int[values.length];
        for (int i = 0; i < ordered.length; i++) {
            ordered[i] = values[positions[i]];
        }
        return ordered;
    }

    static UsageException tooManyEdges(int partition) {
        return new UsageException("virtual partition " + partition
                + " has more than 2^31 - 1 edges: the graph is too large for one worker, use more workers");
    }
}
