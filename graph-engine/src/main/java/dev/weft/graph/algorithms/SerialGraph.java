package dev.weft.graph.algorithms;

import dev.weft.graph.source.EdgeBag;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * A graph as verifiers read it: one plain adjacency by position (the rank of an id among all ids), built by one thread and sharing no
 * code with the engine's layout. An undirected edge stands in both directions, a self-loop once.
 */
public final class SerialGraph {
    private final int vertices;
    private final boolean directed;
    private final long[] starts;
    private final int[] targets;

    private SerialGraph(int vertices, boolean directed, long[] starts, int[] targets) {
        this.vertices = vertices;
        this.directed = directed;
        this.starts = starts;
        this.targets = targets;
    }

    /**
     * The graph that a bag of edges makes.
     *
     * @throws IllegalArgumentException if there are more than 2^31 - 1 edge entries
     */
    public static SerialGraph of(EdgeBag bag) {
        return of(bag.ids().size(), bag.directed(), edge -> forEachEdge(bag, edge));
    }

    /** Edge i goes from position {@code sources[i]} to {@code targets[i]}. */
    static SerialGraph of(int vertices, boolean directed, int[] sources, int[] targets) {
        return of(vertices, directed, edge -> {
            for (int i = 0; i < sources.length; i++) {
                edge.accept(EdgeBag.edge(sources[i], targets[i]));
            }
        });
    }

    private static SerialGraph of(int vertices, boolean directed, Consumer<LongConsumer> edges) {
        var next = new long[vertices + 1];
        edges.accept(both(directed, edge -> next[EdgeBag.source(edge) + 1]++));
        for (int v = 0; v < vertices; v++) {
            next[v + 1] += next[v];
        }
        if (next[vertices] > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    "edge entries=" + next[vertices] + " > 2^31: too large for a serial check");
        }
        var targets = new int[(int) next[vertices]];
        long[] starts = next.clone();
        edges.accept(both(directed, edge -> targets[(int) next[EdgeBag.source(edge)]++] = EdgeBag.target(edge)));
        return new SerialGraph(vertices, directed, starts, targets);
    }

    /** Hands an undirected edge on in both directions, a self-loop once. */
    private static LongConsumer both(boolean directed, LongConsumer entry) {
        return edge -> {
            entry.accept(edge);
            int source = EdgeBag.source(edge);
            int target = EdgeBag.target(edge);
            if (!directed && source != target) {
                entry.accept(EdgeBag.edge(/* source= */ target, /* target= */ source));
            }
        };
    }

    private static void forEachEdge(EdgeBag bag, LongConsumer edge) {
        for (int b = 0; b < bag.blockCount(); b++) {
            MemorySegment block = bag.block(b);
            for (long i = 0; i < block.byteSize() / Long.BYTES; i++) {
                edge.accept(block.getAtIndex(EdgeBag.EDGE, i));
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
}
