package dev.weft.graph.layout;

import dev.weft.runtime.ThreadTeam;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * Fills the adjacency of one direction, with any number of threads at once. {@code cursors[v]} holds v's partition in its upper 32 bits
 * and its next free entry in the lower, so that one atomic addition finds both.
 */
final class AdjacencyBuilder {
    private static final VarHandle CURSORS = MethodHandles.arrayElementVarHandle(long[].class);

    private final int[] degrees;
    private final int[][] offsets;
    private final int[][] neighbours;
    private final long[] cursors;
    private final ThreadTeam team;

    AdjacencyBuilder(int[] starts, int[] degrees, ThreadTeam team) {
        int partitions = starts.length - 1;
        this.degrees = degrees;
        this.offsets = new int[partitions][];
        this.neighbours = new int[partitions][];
        this.cursors = new long[degrees.length];
        this.team = team;
        team.forEachChunk(partitions, (partition, _) -> allocate(partition, starts[partition], starts[partition + 1]));
    }

    private void allocate(int partition, int from, int to) {
        var starts = new int[to - from + 1];
        long next = 0;
        for (int v = from; v < to; v++) {
            starts[v - from] = (int) next;
            cursors[v] = (long) partition << 32 | next;
            next += degrees[v];
            if (next > Integer.MAX_VALUE - 8) {
                throw Layout.tooManyEdges(partition);
            }
        }
        starts[to - from] = (int) next;
        offsets[partition] = starts;
        neighbours[partition] = new int[(int) next];
    }

    void add(int vertex, int neighbour) {
        long cursor = (long) CURSORS.getAndAdd(cursors, vertex, 1L);
        neighbours[(int) (cursor >>> 32)][(int) cursor] = neighbour;
    }

    /** Sorts every neighbour list; the builder is used up. */
    Adjacency sorted() {
        team.forEachChunk(offsets.length, (partition, _) -> sort(offsets[partition], neighbours[partition]));
        return new Adjacency(offsets, neighbours, degrees);
    }

    private static void sort(int[] starts, int[] entries) {
        for (int i = 0; i + 1 < starts.length; i++) {
            Arrays.sort(entries, starts[i], starts[i + 1]);
        }
    }
}
