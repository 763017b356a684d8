package dev.weft.graph.algorithms;

import java.util.Arrays;
import java.util.Optional;

/** Checks {@link Triangles}: the two ends of an edge make a triangle with each common neighbour. */
public final class TrianglesVerifier {
    private TrianglesVerifier() {}

    /**
     * Compares the number of each vertex, and that of all.
     *
     * @param triangles by position
     * @return what is wrong, or empty
     */
    public static Optional<String> verify(SerialGraph graph, long[] triangles, long all) {
        SerialNeighbours neighbours = SerialNeighbours.of(graph);
        int n = neighbours.vertexCount();
        if (triangles.length != n) {
            return Optional.of("numbers=" + triangles.length + " != vertices=" + n);
        }
        long[] expected = opposite(neighbours);
        for (int v = 0; v < n; v++) {
            if (triangles[v] != expected[v]) {
                return Optional.of("triangles[" + v + "]=" + triangles[v] + " but so many edges are opposite to it: "
                        + expected[v]);
            }
        }
        long corners = Arrays.stream(expected).sum();
        return 3 * all == corners
                ? Optional.empty()
                : Optional.of("triangles=" + all + " but they have " + corners + " corners");
    }

    private static long[] opposite(SerialNeighbours neighbours) {
        var opposite = new long[neighbours.vertexCount()];
        neighbours.forEachTriangle((a, b, c) -> {
            opposite[a]++;
            opposite[b]++;
            opposite[c]++;
        });
        return opposite;
    }
}
