package dev.weft.graph.algorithms;

import java.util.Arrays;
import java.util.Optional;

/** Checks {@link BetweennessCentrality} by counting, for each source, the shortest paths through each vertex: a queue there, a stack back. */
public final class BetweennessCentralityVerifier {
    private BetweennessCentralityVerifier() {}

    /**
     * Compares every value.
     *
     * @param sources positions
     * @param betweenness by position
     * @param tolerance relative, for each vertex
     * @return what is wrong, or empty
     */
    public static Optional<String> verify(SerialGraph graph, int[] sources, double[] betweenness, double tolerance) {
        if (betweenness.length != graph.vertexCount()) {
            return Optional.of("values=" + betweenness.length + " != vertices=" + graph.vertexCount());
        }
        var expected = new double[graph.vertexCount()];
        for (int source : sources) {
            addDependencies(graph, source, expected);
        }
        for (int v = 0; v < expected.length; v++) {
            if (!(Math.abs(betweenness[v] - expected[v]) <= tolerance * expected[v])) {
                return Optional.of("betweenness[" + v + "]=" + betweenness[v] + " but Brandes gives " + expected[v]);
            }
        }
        return Optional.empty();
    }

    private static void addDependencies(SerialGraph graph, int source, double[] sum) {
        int n = graph.vertexCount();
        var level = new int[n];
        Arrays.fill(level, -1);
        var paths = new double[n];
        var queue = new int[n];
        int end = 0;
        level[source] = 0;
        paths[source] = 1.0;
        queue[end++] = source;
        for (int next = 0; next < end; next++) {
            int v = queue[next];
            for (int i = 0; i < graph.degree(v); i++) {
                int target = graph.target(v, i);
                if (level[target] < 0) {
                    level[target] = level[v] + 1;
                    queue[end++] = target;
                }
                paths[target] += level[target] == level[v] + 1 ? paths[v] : 0.0;
            }
        }
        var dependency = new double[n];
        for (int next = end - 1; next > 0; next--) {
            int v = queue[next];
            for (int i = 0; i < graph.degree(v); i++) {
                int target = graph.target(v, i);
                if (level[target] == level[v] + 1) {
                    dependency[v] += paths[v] / paths[target] * (1.0 + dependency[target]);
                }
            }
            sum[v] += dependency[v];
        }
    }
}
