package dev.weft.graph.algorithms;

import dev.weft.runtime.Ids;
import java.util.Optional;

/** Checks {@link Wcc} against a serial union-find: the same partition, and every label the smallest id of its component. */
public final class WccVerifier {
    private WccVerifier() {}

    /**
     * Compares every label.
     *
     * @param component by position
     * @return what is wrong, or empty
     */
    public static Optional<String> verify(SerialGraph graph, Ids ids, long[] component) {
        int n = graph.vertexCount();
        if (component.length != n) {
            return Optional.of("labels=" + component.length + " != vertices=" + n);
        }
        int[] smallest = smallest(graph);
        for (int v = 0; v < n; v++) {
            long expected = ids.id(smallest[v]);
            if (component[v] != expected) {
                return Optional.of("component[" + v + "]=" + component[v] + " but union-find gives " + expected);
            }
        }
        return Optional.empty();
    }

    /** The smallest position in each vertex's component, which has the smallest id, too. */
    private static int[] smallest(SerialGraph graph) {
        var up = new int[graph.vertexCount()];
        for (int v = 0; v < up.length; v++) {
            up[v] = v;
        }
        for (int v = 0; v < up.length; v++) {
            for (int i = 0; i < graph.degree(v); i++) {
                int a = find(up, v);
                int b = find(up, graph.target(v, i));
                up[Math.max(a, b)] = Math.min(a, b);
            }
        }
        for (int v = 0; v < up.length; v++) {
            up[v] = find(up, v);
        }
        return up;
    }

    private static int find(int[] up, int vertex) {
        int v = vertex;
        while (up[v] != v) {
            up[v] = up[up[v]];
            v = up[v];
        }
        return v;
    }
}
