package dev.weft.graph.algorithms;

import dev.weft.graph.ForwardLists;
import dev.weft.graph.Fragment;

/**
 * One thread's work on {@link ClosedPairs}: takes vertices v one after another as the last corner of triangles. For each neighbour u before
 * v it finds the common neighbours w before u: if u is a hub, by looking up the neighbours of v before u in u's row of bits, else by
 * looking up u's list in a bit set of the neighbours of v. Loops have no branch on what they find, since that can't be predicted.
 */
abstract sealed class Corner permits PairCorner, EdgeCorner {
    /** What of an entry of a list is the vertex. */
    static final int INDEX = Integer.MAX_VALUE;

    final ForwardLists lists;
    final HubRows hubs;
    /** The neighbours of v, while there is one among them that is no hub. */
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
        int end = start + lists.length(v);
        boolean marked = (list[end - 1] & INDEX) >= hubs.count();
        for (int i = start; marked && i < end; i++) {
            mark(list[i]);
        }
        long own = 0;
        for (int at = start + 1; at < end; at++) {
            own += (list[at] & INDEX) < hubs.count() ? test(list, start, at) : scan(list[at]);
        }
        credit(v, own);
        for (int i = start; marked && i < end; i++) {
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
     * Finds the triangles of v with a hub u by u's row, and counts them for u and for each third corner.
     *
     * @param list of v: the entry of u is at {@code at}, those before it from {@code start} on
     * @return what they count for v
     */
    abstract long test(int[] list, int start, int at);

    /**
     * Finds the triangles of v with a u that is no hub by u's list, and counts them for u and for each third corner.
     *
     * @param entry of u in the list of v
     * @return what they count for v
     */
    abstract long scan(int entry);

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
