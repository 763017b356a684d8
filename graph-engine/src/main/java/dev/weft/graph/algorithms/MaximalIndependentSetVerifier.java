package dev.weft.graph.algorithms;

import java.util.Optional;

/** Checks {@link MaximalIndependentSet}: no edge joins two selected vertices, and every other vertex has a selected neighbour. */
public final class MaximalIndependentSetVerifier {
    private MaximalIndependentSetVerifier() {}

    /**
     * Checks every edge and vertex.
     *
     * @param selected by position, 1 or 0
     * @return what is wrong, or empty
     */
    public static Optional<String> verify(SerialGraph graph, long[] selected) {
        int n = graph.vertexCount();
        if (selected.length != n) {
            return Optional.of("selected=" + selected.length + " != vertices=" + n);
        }
        var covered = new boolean[n];
        for (int v = 0; v < n; v++) {
            for (int i = 0; i < graph.degree(v); i++) {
                int target = graph.target(v, i);
                if (target != v && selected[v] == 1 && selected[target] == 1) {
                    return Optional.of("an edge joins " + v + " and " + target + ", both are selected");
                }
                covered[v] |= target != v && selected[target] == 1;
                covered[target] |= target != v && selected[v] == 1;
            }
        }
        for (int v = 0; v < n; v++) {
            if (selected[v] != 0 && selected[v] != 1) {
                return Optional.of("selected[" + v + "]=" + selected[v] + " is neither 0 nor 1");
            }
            if (selected[v] == 0 && !covered[v]) {
                return Optional.of("vertex " + v + " is not selected, and none of its neighbours is");
            }
        }
        return Optional.empty();
    }
}
