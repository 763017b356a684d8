package dev.weft.graph.layout;

import dev.weft.runtime.Ids;

/**
 * A loaded graph: immutable, the same for any number of ranks and threads. A vertex is known by its internal id, an {@code int} from 0 in
 * the order of falling degree (ties by ascending input id); virtual partitions are runs of internal ids that weigh about the same.
 */
public final class Topology {
    private final Ids ids;
    private final int[] internalIds;
    private final long[] globalIds;
    private final int[] partitionStarts;
    private final Adjacency in;
    private final Adjacency out;
    private final long edgeCount;

    Topology(
            Ids ids,
            int[] internalIds,
            long[] globalIds,
            int[] partitionStarts,
            Adjacency in,
            Adjacency out,
            long edgeCount) {
        this.ids = ids;
        this.internalIds = internalIds;
        this.globalIds = globalIds;
        this.partitionStarts = partitionStarts;
        this.in = in;
        this.out = out;
        this.edgeCount = edgeCount;
    }

    public int vertexCount() {
        return internalIds.length;
    }

    /** Each undirected edge counted once. */
    public long edgeCount() {
        return edgeCount;
    }

    public boolean directed() {
        return in != out;
    }

    /** The input's ids, ascending. */
    public Ids ids() {
        return ids;
    }

    /** For each position among {@link #ids()} the vertex's internal id. */
    public int[] internalIds() {
        return internalIds;
    }

    /** For each internal id its input id. */
    public long[] globalIds() {
        return globalIds;
    }

    /** The number of virtual partitions, V. */
    public int partitionCount() {
        return partitionStarts.length - 1;
    }

    /** The first internal id of the partition; for {@code partition == partitionCount()} the number of vertices. */
    public int partitionStart(int partition) {
        return partitionStarts[partition];
    }

    /** Edges by their target. */
    public Adjacency in() {
        return in;
    }

    /** Edges by their source; of an undirected graph the same object as {@link #in()}. */
    public Adjacency out() {
        return out;
    }

    /**
     * The partition at which the share of part {@code part} of {@code parts} begins, so that all shares are contiguous and hold about the
     * same number of edges and vertices.
     */
    public int shareStart(int part, int parts) {
        return (int) ((long) partitionCount() * part / parts);
    }
}
