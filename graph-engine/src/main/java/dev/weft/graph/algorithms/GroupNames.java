package dev.weft.graph.algorithms;

import dev.weft.graph.Fragment;
import dev.weft.graph.Graph;
import dev.weft.runtime.Rank;
import java.util.Arrays;

/** Names groups of vertices by the smallest id among their members. */
final class GroupNames {
    private GroupNames() {}

    /**
     * The name of each local vertex's group. Collective.
     *
     * @param representative for each local vertex a number from 0 to before {@link Fragment#size}, the same for all members of its group
     *     and for no others; a negative number for a vertex that is a group of its own
     */
    static long[] of(Rank rank, Graph graph, int[] representative) {
        Fragment fragment = graph.fragment();
        long[] smallest = fragment.sharedLongs("smallest");
        fragment.forEachIndex((from, to) -> Arrays.fill(smallest, from, to, Long.MAX_VALUE));
        rank.communicator().barrier();
        fragment.forEachPiece((_, from, to) -> lower(fragment, from, to, representative, smallest));
        rank.communicator().barrier();
        fragment.lowerToLeast(smallest);
        long[] names = graph.newLongs(0);
        graph.forEach(v -> names[v] = representative[v] < 0 ? graph.globalId(v) : smallest[representative[v]]);
        return names;
    }

    /** Neighbouring vertices tend to share a group: what is found for a run of them is written once. */
    private static void lower(Fragment fragment, int from, int to, int[] representative, long[] smallest) {
        int first = fragment.first();
        int v = from;
        while (v < to) {
            int group = representative[v - first];
            long least = Long.MAX_VALUE;
            for (; v < to && representative[v - first] == group; v++) {
                least = Math.min(least, fragment.globalId(v));
            }
            if (group >= 0) {
                Fragment.lower(smallest, group, least);
            }
        }
    }
}
