package dev.weft.graph.algorithms;

import java.util.Optional;
import java.util.PriorityQueue;

/** Checks {@link KCore}: always one vertex with the fewest neighbours left is taken away; a vertex's core number is the largest such
 * number of neighbours so far. */
public final class KCoreVerifier {
    private KCoreVerifier() {}

    /**
     * Compares every core number, and the largest.
     *
     * @param core by position
     * @return what is wrong, or empty
     */
    public static Optional<String> verify(SerialGraph graph, long[] core, long degeneracy) {
        int n = graph.vertexCount();
        if (core.length != n) {
            return Optional.of("numbers=" + core.length + " != vertices=" + n);
        }
        int[] expected = cores(SerialNeighbours.of(graph));
        long largest = 0;
        for (int v = 0; v < n; v++) {
            if (core[v] != expected[v]) {
                return Optional.of("core[" + v + "]=" + core[v] + " but taking away one by one gives " + expected[v]);
            }
            largest = Math.max(largest, expected[v]);
        }
        return degeneracy == largest
                ? Optional.empty()
                : Optional.of("degeneracy=" + degeneracy + " but the largest core number is " + largest);
    }

    /** Entries of the queue that are out of date are passed over. */
    private static int[] cores(SerialNeighbours neighbours) {
        int n = neighbours.vertexCount();
        var left = new int[n];
        var core = new int[n];
        var gone = new boolean[n];
        var queue = new PriorityQueue<Long>();
        for (int v = 0; v < n; v++) {
            left[v] = neighbours.of(v).length;
            queue.add(entry(left[v], v));
        }
        int largest = 0;
        for (Long next = queue.poll(); next != null; next = queue.poll()) {
            int v = next.intValue();
            if (!gone[v]) {
                gone[v] = true;
                largest = Math.max(largest, left[v]);
                core[v] = largest;
                for (int u : neighbours.of(v)) {
                    if (!gone[u]) {
                        queue.add(entry(--left[u], u));
                    }
                }
            }
        }
        return core;
    }

    private static long entry(int left, int vertex) {
        return (long) left << 32 | vertex;
    }
}
