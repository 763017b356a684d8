package dev.weft.graph.algorithms;

import dev.weft.graph.layout.Adjacency;
import dev.weft.graph.layout.Topology;
import dev.weft.graph.source.EdgeBag;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;

/**
 * A graph as verifiers read it: one plain adjacency by position (the rank of an id among all ids), built by one thread and, where it is
 * made of edges, sharing no code with the engine's layout. An undirected edge stands in both directions, a self-loop once.
 */
public final class SerialGraph {
    private final int vertices;
    private final boolean directed;
    private final long[] starts;
    private final int[] targets;
    private final double[] weights;

    private SerialGraph(int vertices, boolean directed, long[] starts, int[] targets, double[] weights) {
        this.vertices = vertices;
        this.directed = directed;
        this.starts = starts;
        this.targets = targets;
        this.weights = weights;
    }

    /**
     * The graph that a bag of edges makes.
     *
     * @throws IllegalArgumentException if there are more than 2^31 - 1 edge entries
     */
    public static SerialGraph of(EdgeBag bag) {
        return of(bag.ids().size(), bag.directed(), bag.weighted(), edge -> forEachEdge(bag, edge));
    }

    /** The graph that one worker holds, where there is nothing else to make it of: a binary graph. */
    public static SerialGraph of(Topology topology) {
        return of(
                topology.vertexCount(), topology.directed(), topology.weighted(), edge -> forEachEdge(topology, edge));
    }

    /**
     * Edge i goes from position {@code sources[i]} to {@code targets[i]}.
     *
     * @param weights one for each edge, or none
     */
    static SerialGraph of(int vertices, boolean directed, int[] sources, int[] targets, double[] weights) {
        boolean weighted = weights.length > 0;
        return of(vertices, directed, weighted, edge -> {
            for (int i = 0; i < sources.length; i++) {
                edge.take(sources[i], targets[i], weighted ? weights[i] : 0);
            }
        });
    }

    private static SerialGraph of(int vertices, boolean directed, boolean weighted, Consumer<Entry> edges) {
        var next = new long[vertices + 1];
        edges.accept(both(directed, (source, _, _) -> next[source + 1]++));
        for (int v = 0; v < vertices; v++) {
            next[v + 1] += next[v];
        }
        if (next[vertices] > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    "edge entries=" + next[vertices] + " > 2^31: too large for a serial check");
        }
        var targets = new int[(int) next[vertices]];
        var weights = new double[weighted ? targets.length : 0];
        long[] starts = next.clone();
        edges.accept(both(directed, (source, target, weight) -> {
            int at = (int) next[source]++;
            targets[at] = target;
            if (weighted) {
                weights[at] = weight;
            }
        }));
        return new SerialGraph(vertices, directed, starts, targets, weights);
    }

    /** Takes an edge. */
    @FunctionalInterface
    private interface Entry {
        void take(int source, int target, double weight);
    }

    /** Hands an undirected edge on in both directions, a self-loop once. */
    private static Entry both(boolean directed, Entry entry) {
        return (source, target, weight) -> {
            entry.take(source, target, weight);
            if (!directed && source != target) {
                entry.take(/* source= */ target, /* target= */ source, weight);
            }
        };
    }

    private static void forEachEdge(EdgeBag bag, Entry entry) {
        for (int b = 0; b < bag.blockCount(); b++) {
            MemorySegment block = bag.block(b);
            MemorySegment weights = bag.weights(b);
            for (long i = 0; i < block.byteSize() / Long.BYTES; i++) {
                long edge = block.getAtIndex(EdgeBag.EDGE, i);
                double weight = bag.weighted() ? weights.getAtIndex(EdgeBag.WEIGHT, i) : 0;
                entry.take(EdgeBag.source(edge), EdgeBag.target(edge), weight);
            }
        }
    }

    /** An undirected edge once. */
    private static void forEachEdge(Topology topology, Entry entry) {
        var positions = new int[topology.vertexCount()];
        for (int position = 0; position < positions.length; position++) {
            positions[topology.internalIds()[position]] = position;
        }
        Adjacency out = topology.out();
        for (int p = 0; p < topology.partitionCount(); p++) {
            int start = topology.partitionStart(p);
            int[] offsets = out.offsets(p);
            int[] neighbours = out.neighbours(p);
            for (int v = start; v < topology.partitionStart(p + 1); v++) {
                for (int i = offsets[v - start]; i < offsets[v - start + 1]; i++) {
                    if (topology.directed() || neighbours[i] >= v) {
                        double weight = topology.weighted() ? out.weights(p).at(i) : 0;
                        entry.take(positions[v], positions[neighbours[i]], weight);
                    }
                }
            }
        }
    }

    public int vertexCount() {
        return vertices;
    }

    public boolean directed() {
        return directed;
    }

    public int degree(int position) {
        return (int) (starts[position + 1] - starts[position]);
    }

    /** The target of the i-th edge of a vertex. */
    public int target(int position, int i) {
        return targets[(int) starts[position] + i];
    }

    public boolean weighted() {
        return weights.length > 0;
    }

    /** The weight of the i-th edge of a vertex, if the graph is {@link #weighted}. */
    public double weight(int position, int i) {
        return weights[(int) starts[position] + i];
    }
}
