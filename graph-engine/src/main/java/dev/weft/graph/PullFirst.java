package dev.weft.graph;

import dev.weft.graph.layout.Adjacency;

/**
 * The loops over incoming edges for {@link Op#FIRST}: the first in-neighbour that has a message ends the search. Most searches end at one of
 * the first two, which stand apart ({@link Adjacency#firstNeighbours}).
 */
final class PullFirst {
    private PullFirst() {}

    /** As {@link Pull#fromAll}. */
    static int fromAll(int[] firsts, long[] messages, int first, int[] targets, long[] values, int count) {
        int hits = 0;
        for (int t = 0; t < count; t++) {
            int target = targets[t];
            int source = firsts[2 * (target - first)];
            if (source != Adjacency.NONE) {
                targets[hits] = target;
                values[hits++] = messages[source];
            }
        }
        return hits;
    }

    /** As {@link Pull#fromMembers}. */
    static int fromMembers(
            int[] firsts,
            int[] offsets,
            int[] neighbours,
            long[] messages,
            long[] members,
            int first,
            int[] targets,
            long[] values,
            int count) {
        int hits = 0;
        for (int t = 0; t < count; t++) {
            int target = targets[t];
            int at = target - first;
            int source = firsts[2 * at];
            if (source == Adjacency.NONE) {
                continue;
            }
            if ((members[source >>> 6] & 1L << source) == 0) {
                source = firsts[2 * at + 1];
                if (source == Adjacency.NONE) {
                    continue;
                }
                if ((members[source >>> 6] & 1L << source) == 0) {
                    source = search(neighbours, offsets[at] + 2, offsets[at + 1], members);
                    if (source == Adjacency.NONE) {
                        continue;
                    }
                }
            }
            targets[hits] = target;
            values[hits++] = messages[source];
        }
        return hits;
    }

    private static int search(int[] neighbours, int from, int end, long[] members) {
        for (int i = from; i < end; i++) {
            int source = neighbours[i];
            if ((members[source >>> 6] & 1L << source) != 0) {
                return source;
            }
        }
        return Adjacency.NONE;
    }
}
