package dev.weft.graph.algorithms;

import dev.weft.graph.Graph;
import dev.weft.runtime.Rank;
import dev.weft.runtime.UsageException;

/**
 * The vertices to start from: the {@code source} of the arguments, or {@code sources} vertices with outgoing edges, the first ones in the
 * random order that {@code seed} gives.
 */
final class SourceChoice {
    private final boolean one;
    private final long source;
    private final long count;
    private final RandomOrder order;

    /**
     * Reads the arguments.
     *
     * @throws UsageException if neither a source nor a number of sources is given
     */
    SourceChoice(Rank rank) {
        one = rank.arg("source").isPresent();
        source = rank.arg("source", 0L);
        count = rank.arg("sources", 0L);
        order = new RandomOrder(rank.arg("seed", 1L));
        if (!one && count <= 0) {
            throw new UsageException(
                    "sources=" + count + ": give --source ID, or --set sources=K to draw K vertices, K > 0");
        }
    }

    /** Their ids. Collective. */
    long[] of(Graph graph) {
        if (one) {
            return new long[] {source};
        }
        var drawn = new long[(int) Math.min(count, graph.count(v -> graph.outDegree(v) > 0))];
        long before = Long.MIN_VALUE;
        for (int i = 0; i < drawn.length; i++) {
            long floor = before;
            long key = graph.min(v -> key(graph, v) >= floor ? key(graph, v) : Long.MAX_VALUE);
            drawn[i] = graph.min(v -> key(graph, v) == key ? graph.globalId(v) : Long.MAX_VALUE);
            before = key + 1;
        }
        return drawn;
    }

    /** One without outgoing edges comes last. */
    private long key(Graph graph, int vertex) {
        return graph.outDegree(vertex) > 0 ? order.key(graph.globalId(vertex)) : Long.MAX_VALUE;
    }
}
