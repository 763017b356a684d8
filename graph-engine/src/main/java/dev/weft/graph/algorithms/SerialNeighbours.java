package dev.weft.graph.algorithms;

import java.util.Arrays;

/** What verifiers know of a graph without directions: for each position all others that an edge joins it with, each once, ascending. */
final class SerialNeighbours {
    private final int[][] neighbours;

    private SerialNeighbours(int[][] neighbours) {
        this.neighbours = neighbours;
    }

    static SerialNeighbours of(SerialGraph graph) {
        int[][] all = incident(graph);
        for (int v = 0; v < all.length; v++) {
            int self = v;
            all[v] = Arrays.stream(all[v])
                    .filter(other -> other != self)
                    .sorted()
                    .distinct()
                    .toArray();
        }
        return new SerialNeighbours(all);
    }

    /** For each position the other end of each edge that leaves it and, in a directed graph, of each that comes to it. */
    static int[][] incident(SerialGraph graph) {
        int n = graph.vertexCount();
        var counts = new int[n];
        forEachEnd(graph, (v, _) -> counts[v]++);
        var ends = new int[n][];
        Arrays.setAll(ends, v -> new int[counts[v]]);
        forEachEnd(graph, (v, other) -> ends[v][--counts[v]] = other);
        return ends;
    }

    private static void forEachEnd(SerialGraph graph, EndBody body) {
        for (int v = 0; v < graph.vertexCount(); v++) {
            for (int i = 0; i < graph.degree(v); i++) {
                body.run(v, graph.target(v, i));
                if (graph.directed()) {
                    body.run(graph.target(v, i), v);
                }
            }
        }
    }

    int vertexCount() {
        return neighbours.length;
    }

    int[] of(int position) {
        return neighbours[position];
    }

    /**
     * Calls {@code action} for each triangle, once. It is found from the corner of the fewest neighbours, the last in an order of falling
     * degree: what is looked at then grows with the edges to the power of 1.5, not with the squares of the degrees.
     */
    void forEachTriangle(TriangleBody action) {
        var forward = new int[neighbours.length][];
        Arrays.setAll(
                forward,
                v -> Arrays.stream(neighbours[v])
                        .filter(other -> comesBefore(other, v))
                        .toArray());
        var marked = new boolean[neighbours.length];
        for (int a = 0; a < forward.length; a++) {
            for (int b : forward[a]) {
                marked[b] = true;
            }
            for (int b : forward[a]) {
                for (int c : forward[b]) {
                    if (marked[c]) {
                        action.run(a, b, c);
                    }
                }
            }
            for (int b : forward[a]) {
                marked[b] = false;
            }
        }
    }

    private boolean comesBefore(int a, int b) {
        int byDegree = Integer.compare(neighbours[b].length, neighbours[a].length);
        return byDegree < 0 || (byDegree == 0 && a < b);
    }

    /** Takes the three corners of a triangle. */
    @FunctionalInterface
    interface TriangleBody {
        void run(int a, int b, int c);
    }

    @FunctionalInterface
    private interface EndBody {
        void run(int position, int other);
    }
}
