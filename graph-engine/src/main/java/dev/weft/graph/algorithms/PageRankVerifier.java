package dev.weft.graph.algorithms;

import java.util.Arrays;
import java.util.Optional;

/** Checks {@link PageRank} against plain power iteration along outgoing edges. */
public final class PageRankVerifier {
    private static final double DAMPING = 0.85;

    private PageRankVerifier() {}

    /**
     * Compares every score with that of power iteration.
     *
     * @param score by position
     * @param tolerance relative, for each vertex
     * @return what is wrong, or empty
     */
    public static Optional<String> verify(SerialGraph graph, int iterations, double[] score, double tolerance) {
        if (score.length != graph.vertexCount()) {
            return Optional.of("scores=" + score.length + " != vertices=" + graph.vertexCount());
        }
        double[] expected = iterate(graph, iterations);
        for (int v = 0; v < score.length; v++) {
            if (!(Math.abs(score[v] - expected[v]) <= tolerance * expected[v])) {
                return Optional.of("score[" + v + "]=" + score[v] + " but power iteration gives " + expected[v]);
            }
        }
        return Optional.empty();
    }

    /**
     * Compares every score, and that it was the last iteration which changed the scores by less than {@code change}.
     *
     * @param change all vertices' changes added up
     * @param tolerance relative, for each vertex and for the change
     * @return what is wrong, or empty
     */
    public static Optional<String> verifyEnd(
            SerialGraph graph, double change, int iterations, double[] score, double tolerance) {
        if (iterations < 1 || !(changeAt(graph, iterations) < change * (1 + tolerance))) {
            return Optional.of("iterations=" + iterations + " are too few to change less than " + change);
        }
        if (iterations > 1 && changeAt(graph, iterations - 1) < change * (1 - tolerance)) {
            return Optional.of("iterations=" + iterations + " but one before changes less than " + change);
        }
        return verify(graph, iterations, score, tolerance);
    }

    private static double changeAt(SerialGraph graph, int iteration) {
        double[] before = iterate(graph, iteration - 1);
        double[] after = iterate(graph, iteration);
        double change = 0.0;
        for (int v = 0; v < before.length; v++) {
            change += Math.abs(after[v] - before[v]);
        }
        return change;
    }

    private static double[] iterate(SerialGraph graph, int iterations) {
        int n = graph.vertexCount();
        var score = new double[n];
        Arrays.fill(score, 1.0 / n);
        for (int iteration = 0; iteration < iterations; iteration++) {
            var next = new double[n];
            double dangling = 0.0;
            for (int v = 0; v < n; v++) {
                int degree = graph.degree(v);
                if (degree == 0) {
                    dangling += score[v];
                }
                for (int i = 0; i < degree; i++) {
                    next[graph.target(v, i)] += score[v] / degree;
                }
            }
            for (int v = 0; v < n; v++) {
                next[v] = (1.0 - DAMPING) / n + DAMPING * (next[v] + dangling / n);
            }
            score = next;
        }
        return score;
    }
}
