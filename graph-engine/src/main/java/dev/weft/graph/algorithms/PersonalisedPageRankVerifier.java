package dev.weft.graph.algorithms;

import java.util.Optional;

/**
 * Checks {@link PersonalisedPageRank} against its other definition: the chance that a walk is at a vertex, summed over how long ago it
 * last went back to the seed.
 */
public final class PersonalisedPageRankVerifier {
    private static final double DAMPING = 0.85;

    private PersonalisedPageRankVerifier() {}

    /**
     * Compares every score.
     *
     * @param seed position of the seed
     * @param score by position
     * @param tolerance relative to the expected score, and that much absolutely
     * @return what is wrong, or empty
     */
    public static Optional<String> verify(
            SerialGraph graph, int seed, long iterations, double[] score, double tolerance) {
        if (score.length != graph.vertexCount()) {
            return Optional.of("scores=" + score.length + " != vertices=" + graph.vertexCount());
        }
        double[] expected = expected(graph, seed, iterations);
        for (int v = 0; v < score.length; v++) {
            if (!(Math.abs(score[v] - expected[v]) <= tolerance * (expected[v] + tolerance))) {
                return Optional.of("ppr[" + v + "]=" + score[v] + " but walks give " + expected[v]);
            }
        }
        return Optional.empty();
    }

    /**
     * {@code spread} is where a walk is that left the seed {@code age} steps ago and has not gone back since; at each step a part of it
     * does, which is what {@code returns} adds up. A walk of t steps went back last, or began, at some step t - age.
     */
    private static double[] expected(SerialGraph graph, int seed, long iterations) {
        int t = Math.toIntExact(iterations);
        var spread = new double[t + 1][];
        var leaving = new double[t + 1];
        spread[0] = new double[graph.vertexCount()];
        spread[0][seed] = 1.0;
        for (int age = 0; age < t; age++) {
            spread[age + 1] = new double[graph.vertexCount()];
            leaving[age + 1] = step(graph, spread[age], spread[age + 1]);
        }
        var starts = new double[t + 1];
        starts[0] = 1.0;
        for (int step = 1; step <= t; step++) {
            for (int age = 1; age <= step; age++) {
                starts[step] += starts[step - age] * leaving[age];
            }
        }
        var expected = new double[graph.vertexCount()];
        for (int age = 0; age <= t; age++) {
            for (int v = 0; v < expected.length; v++) {
                expected[v] += starts[t - age] * spread[age][v];
            }
        }
        return expected;
    }

    /** How much goes back to the seed. */
    private static double step(SerialGraph graph, double[] from, double[] to) {
        double back = 0.0;
        for (int v = 0; v < from.length; v++) {
            int degree = graph.degree(v);
            back += degree == 0 ? from[v] : (1.0 - DAMPING) * from[v];
            for (int i = 0; i < degree; i++) {
                to[graph.target(v, i)] += DAMPING * from[v] / degree;
            }
        }
        return back;
    }
}
