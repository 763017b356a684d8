package dev.weft.graph.algorithms;

import dev.weft.runtime.Ids;
import java.util.Optional;

/** Checks {@link StrongComponents} against Tarjan's algorithm: the same partition, and every label the smallest id of its component. */
public final class StrongComponentsVerifier {
    private StrongComponentsVerifier() {}

    /**
     * Compares every label.
     *
     * @param component by position
     * @return what is wrong, or empty
     */
    public static Optional<String> verify(SerialGraph graph, Ids ids, long[] component) {
        int n = graph.vertexCount();
        if (component.length != n) {
            return Optional.of("labels=" + component.length + " != vertices=" + n);
        }
        int[] smallest = new Tarjan(graph).smallest();
        for (int v = 0; v < n; v++) {
            long expected = ids.id(smallest[v]);
            if (component[v] != expected) {
                return Optional.of("component[" + v + "]=" + component[v] + " but Tarjan gives " + expected);
            }
        }
        return Optional.empty();
    }

    /** Depth-first search (SIAM J. Comput. 1972), its recursion on a stack of its own. */
    private static final class Tarjan {
        private final SerialGraph graph;
        private final int[] smallest;
        /** When a vertex was found, from 1; 0 if it was not. */
        private final int[] found;

        private final int[] low;
        private final boolean[] waits;
        private final int[] waiting;
        private int waitingEnd;
        private int time;

        Tarjan(SerialGraph graph) {
            int n = graph.vertexCount();
            this.graph = graph;
            this.smallest = new int[n];
            this.found = new int[n];
            this.low = new int[n];
            this.waits = new boolean[n];
            this.waiting = new int[n];
        }

        /** The smallest position in each vertex's component, which has the smallest id, too. */
        int[] smallest() {
            var path = new int[found.length];
            var nextEdge = new int[found.length];
            for (int start = 0; start < found.length; start++) {
                int depth = 0;
                if (found[start] == 0) {
                    enter(start);
                    path[depth++] = start;
                }
                while (depth > 0) {
                    int v = path[depth - 1];
                    if (nextEdge[v] < graph.degree(v)) {
                        int target = graph.target(v, nextEdge[v]++);
                        if (found[target] == 0) {
                            enter(target);
                            path[depth++] = target;
                        } else if (waits[target]) {
                            low[v] = Math.min(low[v], found[target]);
                        }
                        continue;
                    }
                    depth--;
                    if (depth > 0) {
                        low[path[depth - 1]] = Math.min(low[path[depth - 1]], low[v]);
                    }
                    if (low[v] == found[v]) {
                        leave(v);
                    }
                }
            }
            return smallest;
        }

        private void enter(int vertex) {
            found[vertex] = ++time;
            low[vertex] = time;
            waits[vertex] = true;
            waiting[waitingEnd++] = vertex;
        }

        /** The root and all that wait above it are a component. */
        private void leave(int root) {
            int least = root;
            int start = waitingEnd;
            do {
                start--;
                least = Math.min(least, waiting[start]);
            } while (waiting[start] != root);
            for (int i = start; i < waitingEnd; i++) {
                smallest[waiting[i]] = least;
                waits[waiting[i]] = false;
            }
            waitingEnd = start;
        }
    }
}
