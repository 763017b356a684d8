package dev.weft.graph.algorithms;

import dev.weft.runtime.Ids;
import java.util.Arrays;
import java.util.Optional;

/** Checks {@link Bfs}: levels against a queue, and that every parent is a neighbour one level nearer. */
public final class BfsVerifier {
    private static final long UNREACHED = Long.MAX_VALUE;

    private BfsVerifier() {}

    /**
     * Checks every level and parent.
     *
     * @param source position of the source
     * @param level by position
     * @param parent ids by position
     * @return what is wrong, or empty
     */
    public static Optional<String> verify(SerialGraph graph, Ids ids, int source, long[] level, long[] parent) {
        int n = graph.vertexCount();
        if (level.length != n || parent.length != n) {
            return Optional.of("levels=" + level.length + ", parents=" + parent.length + " but vertices=" + n);
        }
        long[] expected = levels(graph, source);
        for (int v = 0; v < n; v++) {
            if (level[v] != expected[v]) {
                return Optional.of("level[" + v + "]=" + level[v] + " but a queue gives " + expected[v]);
            }
        }
        boolean[] confirmed = confirmed(graph, ids, expected, parent);
        for (int v = 0; v < n; v++) {
            boolean reached = expected[v] != UNREACHED;
            boolean right = v == source ? parent[v] == ids.id(v) : reached ? confirmed[v] : parent[v] == -1;
            if (!right) {
                return Optional.of("parent[" + v + "]=" + parent[v] + " is not a neighbour one level nearer");
            }
        }
        return Optional.empty();
    }

    static long[] levels(SerialGraph graph, int source) {
        var level = new long[graph.vertexCount()];
        Arrays.fill(level, UNREACHED);
        var queue = new int[graph.vertexCount()];
        int end = 0;
        level[source] = 0;
        queue[end++] = source;
        for (int next = 0; next < end; next++) {
            int v = queue[next];
            for (int i = 0; i < graph.degree(v); i++) {
                int target = graph.target(v, i);
                if (level[target] == UNREACHED) {
                    level[target] = level[v] + 1;
                    queue[end++] = target;
                }
            }
        }
        return level;
    }

    /** The vertices whose parent has an edge to them and is one level nearer. */
    private static boolean[] confirmed(SerialGraph graph, Ids ids, long[] level, long[] parent) {
        var confirmed = new boolean[level.length];
        for (int v = 0; v < level.length; v++) {
            for (int i = 0; level[v] != UNREACHED && i < graph.degree(v); i++) {
                int target = graph.target(v, i);
                if (parent[target] == ids.id(v) && level[target] == level[v] + 1) {
                    confirmed[target] = true;
                }
            }
        }
        return confirmed;
    }
}
