package dev.weft.graph.algorithms;

import dev.weft.collectives.Op;
import dev.weft.graph.Fragment;
import dev.weft.graph.Graph;
import dev.weft.runtime.Program;
import dev.weft.runtime.Rank;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Weakly connected components by Afforest (Sutton, Ben-Nun, Barak, IPDPS 2018): join every vertex with its first neighbour, and unless most
 * are in one component by now, with its second; then join the remaining edges of the vertices outside of the component that most are in.
 * Results: {@code component}, the smallest id of the component that a vertex is in, and {@code components}, how many there are.
 *
 * <p>{@code parent} is a forest over all vertices of the worker in which a parent is never larger than its child, so a root is the
 * smallest fragment index of its tree. A vertex begins as the child of its first neighbour if that is smaller: nobody else writes there, and
 * as vertices stand in the order of falling degree, most of a skewed graph hangs together at once. From then on ranks hook trees together
 * with compare-and-set. Of several workers each has a forest of its own,
 * with the vertices of others that its edges lead to; they tell each other the roots of these until no tree is hooked any more. A vertex
 * is only left out for a component that all workers know by the same root.
 *
 * <p>What hangs from what is a matter of races, but after each step the trees' members, and so their roots, are not: each is the smallest fragment index
 * of its tree, on all workers. A checkpoint has the vertices hang from their roots.
 *
 * <p>At the end a root's own element holds, as its complement, the vertex of the least id that was found in the tree.
 */
public final class Wcc implements Program {
    private static final int STEPS = 4;
    private static final int SAMPLES = 1024;
    private static final double MOST = 7 / 8.0;

    @Override
    public void run(Rank rank) {
        Graph graph = Graph.load(rank);
        Fragment fragment = graph.fragment();
        int[] parent = fragment.sharedInts("parent");
        var steps = graph.steps(STEPS)
                .savingShared(
                        "root",
                        () -> parent,
                        partition -> hangFromRoots(fragment, partition, parent),
                        () -> takeUp(rank, fragment, parent));
        for (long step : steps) {
            switch ((int) step) {
                case 0 -> plant(rank, fragment, parent);
                case 1 -> joinSecond(rank, fragment, parent);
                case 2 -> joinRest(rank, fragment, parent);
                default -> leaveLeastAtRoots(rank, fragment, parent);
            }
        }
        long[] component = fragment.workers() == 1
                ? ofWorker(graph, fragment, parent)
                : ofAllWorkers(rank, graph, fragment, parent);
        graph.result("component", component);
        rank.result("components", graph.count(v -> parent[fragment.first() + v] < 0));
    }

    /** Every vertex hangs from its first neighbour, or is a root. */
    private static void plant(Rank rank, Fragment fragment, int[] parent) {
        plantOthers(fragment, parent);
        fragment.forEachPiece((p, from, to) -> plant(fragment, p, from, to, parent));
        joinAcrossWorkers(rank, fragment, parent);
    }

    /** The vertices of other workers are roots. */
    private static void plantOthers(Fragment fragment, int[] parent) {
        fragment.forEachIndexOfOthers((from, to) -> {
            for (int v = from; v < to; v++) {
                parent[v] = v;
            }
        });
    }

    private static void joinSecond(Rank rank, Fragment fragment, int[] parent) {
        if (!CommonRoot.in(rank, fragment, parent).ofMost()) {
            fragment.forEachPiece((p, from, to) -> joinSecond(fragment, p, from, to, parent));
            joinAcrossWorkers(rank, fragment, parent);
        }
    }

    private static void joinRest(Rank rank, Fragment fragment, int[] parent) {
        int largest = CommonRoot.in(rank, fragment, parent).root();
        fragment.forEachPiece((p, from, to) -> joinRest(fragment, p, from, to, largest, parent));
        joinAcrossWorkers(rank, fragment, parent);
    }

    private static void leaveLeastAtRoots(Rank rank, Fragment fragment, int[] parent) {
        rank.communicator().barrier();
        fragment.forEachPiece((_, from, to) -> leaveLeastAtRoots(fragment, from, to, parent));
        rank.communicator().barrier();
    }

    /** Other ranks may be at it, too: only the partition's own vertices are written to. */
    private static void hangFromRoots(Fragment fragment, int partition, int[] parent) {
        int end = fragment.partitionStart(partition + 1);
        for (int v = fragment.partitionStart(partition); v < end; v++) {
            parent[v] = markedRoot(parent, v);
        }
    }

    /** The rank's vertices hang from their roots again. Collective. */
    private static void takeUp(Rank rank, Fragment fragment, int[] parent) {
        plantOthers(fragment, parent);
        rank.communicator().barrier();
        fragment.syncMirrors(parent);
    }

    private static void plant(Fragment fragment, int partition, int from, int to, int[] parent) {
        int[] outFirsts = fragment.firstOutNeighbours(partition);
        int[] inFirsts = fragment.firstInNeighbours(partition);
        int start = fragment.partitionStart(partition);
        for (int v = from; v < to; v++) {
            int at = 2 * (v - start);
            parent[v] = smaller(smaller(v, outFirsts[at]), inFirsts[at]);
        }
    }

    /** Of a vertex and a neighbour, which is -1 where there is none. */
    private static int smaller(int vertex, int neighbour) {
        return neighbour >= 0 && neighbour < vertex ? neighbour : vertex;
    }

    private static void joinSecond(Fragment fragment, int partition, int from, int to, int[] parent) {
        int[] firsts = fragment.firstOutNeighbours(partition);
        int start = fragment.partitionStart(partition);
        for (int v = from; v < to; v++) {
            int second = firsts[2 * (v - start) + 1];
            if (second >= 0) {
                boolean _ = join(parent, v, second);
            }
        }
    }

    /** Until all workers have the same roots for the vertices that two of them know. */
    private static void joinAcrossWorkers(Rank rank, Fragment fragment, int[] parent) {
        if (fragment.workers() == 1) {
            return;
        }
        var hooked = new AtomicBoolean(true);
        while (rank.communicator().allReduce(hooked.get() ? 1L : 0L, Op.MAX) != 0) {
            hooked.set(false);
            fragment.swap(v -> root(parent, v), (v, root) -> {
                if (join(parent, v, root)) {
                    hooked.set(true);
                }
            });
        }
    }

    /** A directed graph's incoming edges are looked at, too: their sources may be in the skipped component. */
    private static void joinRest(Fragment fragment, int partition, int from, int to, int largest, int[] parent) {
        int[] outOffsets = fragment.outOffsets(partition);
        int[] outNeighbours = fragment.outNeighbours(partition);
        int[] inOffsets = fragment.inOffsets(partition);
        int[] inNeighbours = fragment.inNeighbours(partition);
        int start = fragment.partitionStart(partition);
        for (int v = from; v < to; v++) {
            if (!hangsFrom(parent, v, largest)) {
                int i = v - start;
                joinAll(v, outNeighbours, outOffsets[i], outOffsets[i + 1], parent);
                if (fragment.directed()) {
                    joinAll(v, inNeighbours, inOffsets[i], inOffsets[i + 1], parent);
                }
            }
        }
    }

    /** Stops there even where the ancestor was hooked to another tree meanwhile. A racing write can only put another ancestor in place. */
    private static boolean hangsFrom(int[] parent, int vertex, int ancestor) {
        int up = parent[vertex];
        if (up == ancestor) {
            return true;
        }
        int v = vertex;
        while (v > ancestor && up != v) {
            v = up;
            up = parent[v];
        }
        if (v == ancestor && v != vertex) {
            parent[vertex] = ancestor;
        }
        return v == ancestor;
    }

    private static void joinAll(int v, int[] neighbours, int from, int to, int[] parent) {
        for (int i = from; i < to; i++) {
            boolean _ = join(parent, v, neighbours[i]);
        }
    }

    /** False if they were in the same tree. */
    private static boolean join(int[] parent, int a, int b) {
        int low = root(parent, a);
        int high = root(parent, b);
        while (low != high) {
            if (low > high) {
                int swap = low;
                low = high;
                high = swap;
            }
            if (Fragment.compareAndSet(parent, high, high, low)) {
                return true;
            }
            low = root(parent, low);
            high = root(parent, high);
        }
        return false;
    }

    /** Halves the path on the way, where that is longer than a step: a racing write can only put another ancestor in place. */
    private static int root(int[] parent, int vertex) {
        int v = vertex;
        int up = parent[v];
        while (up != v) {
            int next = parent[up];
            if (next != up) {
                parent[v] = next;
            }
            v = up;
            up = next;
        }
        return v;
    }

    /** Neighbouring vertices tend to share a root: what is found for a run of them is written once. */
    private static void leaveLeastAtRoots(Fragment fragment, int from, int to, int[] parent) {
        int v = from;
        while (v < to) {
            int root = markedRoot(parent, v);
            int least = v;
            long leastId = fragment.globalId(v);
            do {
                if (v != root) {
                    parent[v] = root;
                }
                long id = fragment.globalId(v);
                if (id < leastId) {
                    leastId = id;
                    least = v;
                }
                v++;
            } while (v < to && (parent[v] == root || markedRoot(parent, v) == root));
            leaveLeast(fragment, parent, root, least, leastId);
        }
    }

    private static void leaveLeast(Fragment fragment, int[] parent, int root, int vertex, long id) {
        int seen = parent[root];
        while (seen >= 0 || id < fragment.globalId(~seen)) {
            if (Fragment.compareAndSet(parent, root, seen, ~vertex)) {
                return;
            }
            seen = parent[root];
        }
    }

    /** As {@link #root}, where roots may have the complement of a vertex already. */
    private static int markedRoot(int[] parent, int vertex) {
        int v = vertex;
        int up = parent[v];
        while (up >= 0 && up != v) {
            v = up;
            up = parent[v];
        }
        return v;
    }

    private static long[] ofWorker(Graph graph, Fragment fragment, int[] parent) {
        var component = new long[graph.localVertexCount()];
        int first = fragment.first();
        fragment.forEachPiece((_, from, to) -> {
            int root = -1;
            long least = 0;
            for (int v = from; v < to; v++) {
                int up = parent[v];
                int next = up < 0 ? v : up;
                if (next != root) {
                    root = next;
                    least = fragment.globalId(~parent[root]);
                }
                component[v - first] = least;
            }
        });
        return component;
    }

    /** A root that this worker has no member of keeps its own id. */
    private static long[] ofAllWorkers(Rank rank, Graph graph, Fragment fragment, int[] parent) {
        long[] smallest = fragment.sharedLongs("smallest");
        fragment.forEachIndex((from, to) -> {
            for (int v = from; v < to; v++) {
                smallest[v] = fragment.globalId(parent[v] < 0 ? ~parent[v] : v);
            }
        });
        rank.communicator().barrier();
        fragment.lowerToLeast(smallest);
        long[] component = graph.newLongs(0);
        graph.forEach(v -> component[v] = smallest[markedRoot(parent, fragment.first() + v)]);
        return component;
    }

    /**
     * The root that most vertices seem to have. Any answer is right; a good one skips most edges.
     *
     * @param ofMost of so many that a second neighbour for each vertex costs more than what is left to join without
     */
    private record CommonRoot(int root, boolean ofMost) {
        /** The same for any number of ranks. Collective. */
        static CommonRoot in(Rank rank, Fragment fragment, int[] parent) {
            int n = fragment.size();
            var roots = new int[Math.min(n, SAMPLES)];
            for (int i = 0; i < roots.length; i++) {
                int v = (int) ((long) n * i / roots.length);
                boolean own = fragment.first() <= v && v < fragment.end();
                roots[i] = own ? markedRoot(parent, v) : -1;
            }
            rank.communicator().allReduce(roots, 0, roots.length, Op.MAX);
            Arrays.sort(roots);
            int best = -1;
            int bestRun = 0;
            int run = 0;
            for (int i = 0; i < roots.length; i++) {
                run = i > 0 && roots[i] == roots[i - 1] ? run + 1 : 1;
                if (run > bestRun) {
                    bestRun = run;
                    best = roots[i];
                }
            }
            return new CommonRoot(best, bestRun >= MOST * roots.length);
        }
    }
}
