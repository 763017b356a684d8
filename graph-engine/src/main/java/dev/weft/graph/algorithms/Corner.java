package dev.weft.graph.algorithms;

import dev.weft.graph.ForwardLists;
import dev.weft.graph.Fragment;

/**
 * One thread's work on {@link ClosedPairs}: takes vertices v one after another as the last corner of triangles. The neighbours before v are
 * marked in a bit set over all vertices. For each of them, u, there are three ways to the common neighbours w before u; the first two
 * need no list of u, which is a hub then:
 *
 * <ul>
 *   <li>tests: look up each neighbour of v before u in u's row of bits; cheap if they are few;
 *   <li>words: lay u's row of bits over the marks, 64 vertices at once;
 *   <li>scan: look up each entry of u's list in the marks, if u is no hub.
 * </ul>
 */
abstract sealed class Corner permits PairCorner, EdgeCorner {
    /** What of an entry of a list is the vertex. */
    static final int INDEX = Integer.MAX_VALUE;

    final ForwardLists lists;
    final HubRows hubs;
    final long[] marks;
    /** What the hubs have beside what stands in the shared counts. */
    final long[] hubCounts;

    private final long[] counts;

    Corner(ForwardLists lists, HubRows hubs, long[] counts) {
        this.lists = lists;
        this.hubs = hubs;
        this.counts = counts;
        this.marks = new long[(counts.length + 63) >>> 6];
        this.hubCounts = new long[hubs.count()];
    }

    /** Finds the triangles whose last corner is one of these vertices. */
    final void run(int from, int to) {
        for (int v = from; v < to; v++) {
            if (lists.length(v) > 1) {
                close(v);
            }
        }
    }

    private void close(int v) {
        int[] list = lists.list(v);
        int start = lists.start(v);
        int length = lists.length(v);
        for (int i = start; i < start + length; i++) {
            mark(list[i]);
        }
        long own = 0;
        for (int k = 1; k < length; k++) {
            own += close(list, start, k);
        }
        credit(v, own);
        for (int i = start; i < start + length; i++) {
            unmark(list[i]);
        }
    }

    void mark(int entry) {
        marks[(entry & INDEX) >>> 6] |= 1L << entry;
    }

    void unmark(int entry) {
        marks[(entry & INDEX) >>> 6] = 0;
    }

    /**
     * Finds the triangles of v, whose list begins at {@code start}, with its k-th neighbour u; counts them for u and for each third
     * corner.
     *
     * @return what they count for v
     */
    abstract long close(int[] list, int start, int k);

    /** Whether the k neighbours before u are rather tested one by one than with its row word by word. */
    static boolean areFew(int k, int u) {
        return k <= u >>> 6;
    }

    final void credit(int vertex, long count) {
        if (vertex < hubCounts.length) {
            hubCounts[vertex] += count;
        } else if (count != 0) {
            Fragment.add(counts, vertex, count);
        }
    }

    /** Hands over what was counted apart. */
    final void finish() {
        for (int hub = 0; hub < hubCounts.length; hub++) {
            Fragment.add(counts, hub, hubCounts[hub]);
        }
    }
}
