package dev.weft.graph.algorithms;

import java.util.Arrays;
import java.util.function.IntConsumer;

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

    /** Calls {@code action} for each position that is a neighbour of both. */
    void forEachCommon(int a, int b, IntConsumer action) {
        boolean shorter = neighbours[a].length < neighbours[b].length;
        int[] few = neighbours[shorter ? a : b];
        int[] many = neighbours[shorter ? b : a];
        for (int each : few) {
            if (Arrays.binarySearch(many, each) >= 0) {
                action.accept(each);
            }
        }
    }

    @FunctionalInterface
    private interface EndBody {
        void run(int position, int other);
    }
}
