package dev.weft.graph.algorithms;

import java.util.Arrays;
import java.util.Optional;

/** Checks {@link Lcc}: every edge counts for each vertex that is a neighbour of both its ends. */
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

    private static long[] edgesAmongNeighbours(SerialGraph graph, SerialNeighbours neighbours) {
        var edges = new long[graph.vertexCount()];
        for (int u = 0; u < edges.length; u++) {
            for (int w : targets(graph, u)) {
                neighbours.forEachCommon(u, w, v -> edges[v]++);
            }
        }
        return edges;
    }

    /** Each once; of an undirected graph an edge is seen from both ends. */
    private static int[] targets(SerialGraph graph, int source) {
        var targets = new int[graph.degree(source)];
        Arrays.setAll(targets, i -> graph.target(source, i));
        return Arrays.stream(targets)
                .filter(target -> target != source)
                .sorted()
                .distinct()
                .toArray();
    }
}
