package dev.weft.graph.algorithms;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;

/** Checks {@link Sssp} against Dijkstra's algorithm: the same sums in the order of the path, so the same bits. */
public final class SsspVerifier {
    private SsspVerifier() {}

    /**
     * Checks every distance.
     *
     * @param source position of the source
     * @param distance by position
     * @return what is wrong, or empty
     */
    public static Optional<String> verify(SerialGraph graph, int source, double[] distance) {
        if (distance.length != graph.vertexCount()) {
            return Optional.of("distances=" + distance.length + " but vertices=" + graph.vertexCount());
        }
        double[] expected = distances(graph, source);
        for (int v = 0; v < distance.length; v++) {
            if (distance[v] != expected[v]) {
                return Optional.of("distance[" + v + "]=" + distance[v] + " but Dijkstra gives " + expected[v]);
            }
        }
        return Optional.empty();
    }

    private record Reached(int vertex, double distance) {}

    private static double[] distances(SerialGraph graph, int source) {
        var distance = new double[graph.vertexCount()];
        Arrays.fill(distance, Double.POSITIVE_INFINITY);
        distance[source] = 0;
        var queue = new PriorityQueue<Reached>(Comparator.comparingDouble(Reached::distance));
        queue.add(new Reached(source, 0));
        while (!queue.isEmpty()) {
            Reached next = queue.remove();
            if (next.distance() == distance[next.vertex()]) {
                relax(graph, next, distance, queue);
            }
        }
        return distance;
    }

    private static void relax(SerialGraph graph, Reached from, double[] distance, PriorityQueue<Reached> queue) {
        for (int i = 0; i < graph.degree(from.vertex()); i++) {
            int target = graph.target(from.vertex(), i);
            double candidate = from.distance() + graph.weight(from.vertex(), i);
            if (candidate < distance[target]) {
                distance[target] = candidate;
                queue.add(new Reached(target, candidate));
            }
        }
    }
}
