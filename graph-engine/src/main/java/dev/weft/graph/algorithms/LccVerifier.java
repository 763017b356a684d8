package dev.weft.graph.algorithms;

import java.util.Arrays;
import java.util.Optional;

/** Checks {@link Lcc}: every edge counts for each vertex that is a neighbour of both its ends, a triangle's third corner. */
public final class LccVerifier {
    private LccVerifier() {}

    /**
     * Compares every coefficient: quotients of the same whole numbers are the same to the last bit.
     *
     * @param lcc by position
     * @return what is wrong, or empty
     */
    public static Optional<String> verify(SerialGraph graph, double[] lcc) {
        int n = graph.vertexCount();
        if (lcc.length != n) {
            return Optional.of("coefficients=" + lcc.length + " != vertices=" + n);
        }
        SerialNeighbours neighbours = SerialNeighbours.of(graph);
        long[] edges = edgesAmongNeighbours(graph, neighbours);
        for (int v = 0; v < n; v++) {
            long d = neighbours.of(v).length;
            double expected = d < 2 ? 0.0 : (double) edges[v] / (d * (d - 1));
            if (Double.compare(lcc[v], expected) != 0) {
                return Optional.of("lcc[" + v + "]=" + lcc[v] + " but " + edges[v] + " edges among " + d
                        + " neighbours give " + expected);
            }
        }
        return Optional.empty();
    }

    /** In a triangle the edges between two corners are among the neighbours of the third. */
    private static long[] edgesAmongNeighbours(SerialGraph graph, SerialNeighbours neighbours) {
        int n = graph.vertexCount();
        var targets = new int[graph.directed() ? n : 0][];
        Arrays.setAll(targets, v -> targets(graph, v));
        var edges = new long[n];
        neighbours.forEachTriangle((a, b, c) -> {
            edges[a] += between(b, c, targets);
            edges[b] += between(a, c, targets);
            edges[c] += between(a, b, targets);
        });
        return edges;
    }

    /** An undirected edge is seen from both ends. */
    private static int between(int a, int b, int[][] targets) {
        return targets.length == 0 ? 2 : has(targets[a], b) + has(targets[b], a);
    }

    private static int has(int[] sorted, int value) {
        return Arrays.binarySearch(sorted, value) >= 0 ? 1 : 0;
    }

    private static int[] targets(SerialGraph graph, int source) {
        var targets = new int[graph.degree(source)];
        Arrays.setAll(targets, i -> graph.target(source, i));
        Arrays.sort(targets);
        return targets;
    }
}
