package dev.weft.graph;

import dev.weft.collectives.Communicator;
import dev.weft.graph.layout.PartitionRange;
import dev.weft.graph.layout.SimpleView;
import dev.weft.graph.layout.Topology;
import dev.weft.runtime.ThreadTeam;
import java.util.Arrays;

/**
 * For each vertex its neighbours with a smaller fragment index, that is towards the hubs: every edge stands once, at its end of lower
 * degree, and no list is longer than about the square root of twice the number of edges (Chiba and Nishizeki, SIAM J. Computing 1985;
 * Schank and Wagner, WEA 2005). Edges are those of the simple undirected view: directions, parallel edges and self-loops don't count.
 *
 * <p>There are lists of the vertices that the worker's ranks own and of those with a smaller index that are next to one of them, which
 * other workers have sent: every list that a triangle with its last corner here needs. One object for all ranks of a worker. It takes 16
 * bytes a vertex, and 4 bytes for each entry of a list of another worker's vertex or of a partition whose adjacency isn't simple and
 * undirected; else lists are those of the adjacency itself.
 */
public final class ForwardLists {
    /** Set in an entry if edges of a directed graph join the two both ways; without it, an entry is a fragment index. */
    public static final int BOTH_WAYS = SimpleView.BOTH_WAYS;

    private final int[][] lists;
    /** The partition in the upper 32 bits, the place in its array in the lower. */
    private final long[] places;

    private final int[] lengths;
    private final int[] degrees;

    private ForwardLists(Topology topology) {
        this.lists = new int[topology.partitionCount()][0];
        this.places = new long[topology.vertexCount()];
        this.lengths = new int[topology.vertexCount()];
        this.degrees = new int[topology.vertexCount()];
    }

    /** For a worker that is alone. */
    static ForwardLists of(Topology topology, ThreadTeam team) {
        var forward = new ForwardLists(topology);
        var view = new SimpleView(topology);
        PartitionRange held = topology.held();
        team.forEachChunk(held.size(), (i, _) -> forward.fill(topology, view, held.first() + i));
        return forward;
    }

    /**
     * Of one of several workers. Collective.
     *
     * @param mirrors whatever the direction of the edges
     * @param roundEntries that workers exchange at once
     */
    static ForwardLists of(
            Topology topology, Mirrors mirrors, Communicator leaders, int roundEntries, ThreadTeam team) {
        ForwardLists forward = of(topology, team);
        new ForwardExchange(leaders, mirrors, topology, forward, roundEntries).run();
        return forward;
    }

    /** The array that holds a vertex's list, from {@link #start} on, {@link #length} entries, ascending. Not to be written to. */
    public int[] list(int vertex) {
        return lists[(int) (places[vertex] >>> 32)];
    }

    public int start(int vertex) {
        return (int) places[vertex];
    }

    public int length(int vertex) {
        return lengths[vertex];
    }

    /** How many neighbours a vertex of this worker has in the simple undirected view, on either side. */
    public int degree(int vertex) {
        return degrees[vertex];
    }

    int[] ofPartition(int partition) {
        return lists[partition];
    }

    int[] newList(int partition, int entries) {
        lists[partition] = new int[entries];
        return lists[partition];
    }

    void put(int vertex, int partition, int start, int length) {
        places[vertex] = (long) partition << 32 | start;
        lengths[vertex] = length;
    }

    private void fill(Topology topology, SimpleView view, int partition) {
        if (view.isAsStored(partition)) {
            share(topology, partition);
        } else {
            copy(topology, view, partition);
        }
    }

    private void share(Topology topology, int partition) {
        int[] offsets = topology.out().offsets(partition);
        int[] neighbours = topology.out().neighbours(partition);
        int first = topology.partitionStart(partition);
        lists[partition] = neighbours;
        for (int i = 0; i + 1 < offsets.length; i++) {
            int vertex = first + i;
            int at = Arrays.binarySearch(neighbours, offsets[i], offsets[i + 1], vertex);
            put(vertex, partition, offsets[i], ~at - offsets[i]);
            degrees[vertex] = offsets[i + 1] - offsets[i];
        }
    }

    private void copy(Topology topology, SimpleView view, int partition) {
        int first = topology.partitionStart(partition);
        int end = topology.partitionStart(partition + 1);
        var neighbours = new int[view.longest(partition)];
        for (int v = first; v < end; v++) {
            degrees[v] = view.read(partition, v, neighbours);
            lengths[v] = smaller(neighbours, degrees[v], v);
        }
        int[] list = newList(partition, total(first, end));
        int next = 0;
        for (int v = first; v < end; v++) {
            int _ = view.read(partition, v, neighbours);
            System.arraycopy(neighbours, 0, list, next, lengths[v]);
            put(v, partition, next, lengths[v]);
            next += lengths[v];
        }
    }

    private static int smaller(int[] neighbours, int count, int vertex) {
        int smaller = 0;
        while (smaller < count && (neighbours[smaller] & ~BOTH_WAYS) < vertex) {
            smaller++;
        }
        return smaller;
    }

    /** Entries of the lists of some vertices: at most those of their partition's adjacency in both directions, half of which point back. */
    private int total(int first, int end) {
        int total = 0;
        for (int v = first; v < end; v++) {
            total = Math.addExact(total, lengths[v]);
        }
        return total;
    }
}
