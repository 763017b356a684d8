package dev.weft.graph.algorithms;

import dev.weft.runtime.Ids;
import java.util.Arrays;
import java.util.Optional;

/** Checks {@link Cdlp}: as many rounds as LDBC Graphalytics prescribes, each vertex with the sorted labels of all its neighbours. */
public final class CdlpVerifier {
    private CdlpVerifier() {}

    /**
     * Compares every label.
     *
     * @param label ids by position
     * @return what is wrong, or empty
     */
    public static Optional<String> verify(SerialGraph graph, Ids ids, int iterations, long[] label) {
        int n = graph.vertexCount();
        if (label.length != n) {
            return Optional.of("labels=" + label.length + " != vertices=" + n);
        }
        int[] expected = propagate(SerialNeighbours.incident(graph), iterations);
        for (int v = 0; v < n; v++) {
            if (label[v] != ids.id(expected[v])) {
                return Optional.of("label[" + v + "]=" + label[v] + " but after " + iterations + " rounds it is "
                        + ids.id(expected[v]));
            }
        }
        return Optional.empty();
    }

    private static int[] propagate(int[][] neighbours, int iterations) {
        var label = new int[neighbours.length];
        Arrays.setAll(label, v -> v);
        for (int iteration = 0; iteration < iterations; iteration++) {
            int[] before = label;
            label = new int[neighbours.length];
            for (int v = 0; v < label.length; v++) {
                int[] labels = Arrays.stream(neighbours[v])
                        .map(u -> before[u])
                        .sorted()
                        .toArray();
                label[v] = labels.length == 0 ? before[v] : mostFrequent(labels);
            }
        }
        return label;
    }

    /** The first of the longest runs. */
    private static int mostFrequent(int[] sorted) {
        int best = sorted[0];
        int longest = 0;
        int run = 0;
        for (int i = 0; i < sorted.length; i++) {
            run = i > 0 && sorted[i] == sorted[i - 1] ? run + 1 : 1;
            if (run > longest) {
                longest = run;
                best = sorted[i];
            }
        }
        return best;
    }
}
