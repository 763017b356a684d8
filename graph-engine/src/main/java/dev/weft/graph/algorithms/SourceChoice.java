package dev.weft.graph.algorithms;

import dev.weft.graph.Graph;
import dev.weft.runtime.Rank;
import dev.weft.runtime.UsageException;
import java.util.regex.Pattern;

/**
 * The vertices to start from: the {@code source} of the arguments, one id or several with commas between them, or {@code sources} vertices
 * with outgoing edges, the first ones in the random order that {@code seed} gives.
 */
final class SourceChoice {
    private static final Pattern COMMA = Pattern.compile(" *, *");

    private final long[] given;
    private final long count;
    private final RandomOrder order;

    /**
     * Reads the arguments.
     *
     * @throws UsageException if neither sources nor a number of them are given, or an id is no number
     */
    SourceChoice(Rank rank) {
        given = ids(rank.arg("source", "").strip());
        count = rank.arg("sources", 0L);
        order = new RandomOrder(rank.arg("seed", 1L));
        if (given.length == 0 && count <= 0) {
            throw new UsageException(
                    "sources=" + count + ": give --source ID,ID,…, or --set sources=K to draw K vertices, K > 0");
        }
    }

    private static long[] ids(String text) {
        try {
            return COMMA.splitAsStream(text)
                    .filter(id -> !id.isEmpty())
                    .mapToLong(Long::parseLong)
                    .distinct()
                    .toArray();
        } catch (NumberFormatException e) {
            throw new UsageException("source=" + text + " can't be used: give ids with commas between them", e);
        }
    }

    /** Their ids. Collective. */
    long[] of(Graph graph) {
        if (given.length > 0) {
            return given;
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
