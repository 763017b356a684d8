package dev.weft.graph.algorithms;

import dev.weft.collectives.Op;
import dev.weft.graph.Fragment;
import dev.weft.graph.Graph;
import dev.weft.runtime.Program;
import dev.weft.runtime.Rank;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Weakly connected components by Afforest (Sutton, Ben-Nun, Barak, IPDPS 2018): join every vertex with its first two neighbours, find the
 * component that most vertices are in by now, then join the remaining edges of the vertices outside of it. Results: {@code component}, the
 * smallest id of the component that a vertex is in, and {@code components}, how many there are.
 *
 * <p>{@code parent} is a forest over all vertices of the worker in which a parent is never larger than its child, so a root is the
 * smallest fragment index of its tree; ranks hook trees together with compare-and-set. Of several workers each has a forest of its own,
 * with the vertices of others that its edges lead to; they tell each other the roots of these until no tree is hooked any more. A vertex
 * is only left out for a component that all workers know by the same root.
 */
public final class Wcc implements Program {
    private static final int SAMPLED_NEIGHBOURS = 2;
    private static final int SAMPLES = 1024;

    @Override
    public void run(Rank rank) {
        Graph graph = Graph.load(rank);
        Fragment fragment = graph.fragment();
        int[] parent = fragment.sharedInts("parent");
        long[] smallest = fragment.sharedLongs("smallest");
        fragment.forEachIndex((from, to) -> {
            for (int v = from; v < to; v++) {
                parent[v] = v;
            }
            Arrays.fill(smallest, from, to, Long.MAX_VALUE);
        });
        for (long neighbour : graph.steps(SAMPLED_NEIGHBOURS)) {
            fragment.forEachPiece((p, from, to) -> joinOne(fragment, p, from, to, (int) neighbour, parent));
        }
        joinAcrossWorkers(rank, fragment, parent);
        rank.communicator().barrier();
        int largest = mostFrequentRoot(rank, fragment, parent);
        rank.communicator().barrier();
        fragment.forEachPiece((p, from, to) -> joinRest(fragment, p, from, to, largest, parent));
        joinAcrossWorkers(rank, fragment, parent);
        rank.communicator().barrier();
        fragment.forEachPiece((_, from, to) -> lowerToSmallestId(fragment, from, to, parent, smallest));
        rank.communicator().barrier();
        fragment.lowerToLeast(smallest);

        long[] component = graph.newLongs(0);
        graph.forEach(v -> component[v] = smallest[root(parent, fragment.first() + v)]);
        graph.result("component", component);
        rank.result("components", graph.count(v -> parent[fragment.first() + v] == fragment.first() + v));
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

    /** The same on all ranks: what the first finds, where there are several workers. */
    private static int mostFrequentRoot(Rank rank, Fragment fragment, int[] parent) {
        int[] root = {mostFrequentRoot(parent)};
        if (fragment.workers() > 1) {
            rank.communicator().broadcast(root, 0, 1, 0);
        }
        return root[0];
    }

    private static void joinOne(Fragment fragment, int partition, int from, int to, int neighbour, int[] parent) {
        int[] firsts = fragment.firstOutNeighbours(partition);
        int start = fragment.partitionStart(partition);
        for (int v = from; v < to; v++) {
            int other = firsts[2 * (v - start) + neighbour];
            if (other >= 0) {
                boolean _ = join(parent, v, other);
            }
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
            if (root(parent, v) != largest) {
                int i = v - start;
                joinAll(v, outNeighbours, outOffsets[i] + SAMPLED_NEIGHBOURS, outOffsets[i + 1], parent);
                if (fragment.directed()) {
                    joinAll(v, inNeighbours, inOffsets[i], inOffsets[i + 1], parent);
                }
            }
        }
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

    /** Halves the path on the way: a racing write can only put another ancestor in place. */
    private static int root(int[] parent, int vertex) {
        int v = vertex;
        int up = parent[v];
        while (up != v) {
            int next = parent[up];
            parent[v] = next;
            v = up;
            up = next;
        }
        return v;
    }

    /** Any answer is right; a good one skips most edges. */
    private static int mostFrequentRoot(int[] parent) {
        int n = parent.length;
        var roots = new int[Math.min(n, SAMPLES)];
        for (int i = 0; i < roots.length; i++) {
            roots[i] = root(parent, (int) ((long) n * i / roots.length));
        }
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
        return best;
    }

    /** Neighbouring vertices tend to share a root: what is found for a run of them is written once. */
    private static void lowerToSmallestId(Fragment fragment, int from, int to, int[] parent, long[] smallest) {
        int root = -1;
        long least = Long.MAX_VALUE;
        for (int v = from; v < to; v++) {
            int next = root(parent, v);
            if (next != root) {
                if (root >= 0) {
                    Fragment.lower(smallest, root, least);
                }
                root = next;
                least = Long.MAX_VALUE;
            }
            least = Math.min(least, fragment.globalId(v));
        }
        if (root >= 0) {
            Fragment.lower(smallest, root, least);
        }
    }
}
