package dev.weft.graph.layout;

import dev.weft.runtime.Ids;
import dev.weft.runtime.Shares;

/**
 * A loaded graph, as far as one worker needs it: immutable, the same for any number of ranks and threads. A vertex is known by its
 * internal id, an {@code int} from 0 in the order of falling degree (ties by ascending input id); virtual partitions are runs of internal
 * ids that weigh about the same. What is said of vertices is known of all of them; adjacency is there for the partitions in {@link #held}.
 */
public final class Topology {
    private final VertexTables vertices;
    private final PartitionRange held;
    private final Adjacency in;
    private final Adjacency out;
    private final long edgeCount;
    private final long skippedLines;

    Topology(
            VertexTables vertices,
            PartitionRange held,
            Adjacency in,
            Adjacency out,
            long edgeCount,
            long skippedLines) {
        this.vertices = vertices;
        this.held = held;
        this.in = in;
        this.out = out;
        this.edgeCount = edgeCount;
        this.skippedLines = skippedLines;
    }

    VertexTables vertices() {
        return vertices;
    }

    /** The partitions whose adjacency is here. */
    public PartitionRange held() {
        return held;
    }

    public int vertexCount() {
        return vertices.internalIds().length;
    }

    /** Of the whole graph, each undirected edge counted once. */
    public long edgeCount() {
        return edgeCount;
    }

    /** Lines of the graph's files that were left out because they can't be used, by all workers. */
    public long skippedLines() {
        return skippedLines;
    }

    public boolean directed() {
        return vertices.directed();
    }

    /** Whether no weight has a fraction; said by the form, so the same on all workers. */
    public boolean hasWholeWeights() {
        return weightForm() != WeightForm.DOUBLES;
    }

    WeightForm weightForm() {
        return in.weightForm();
    }

    /** Whether edges have weights. */
    public boolean weighted() {
        return in.weighted();
    }

    /** The input's ids, ascending. */
    public Ids ids() {
        return vertices.ids();
    }

    /** For each position among {@link #ids()} the vertex's internal id. */
    public int[] internalIds() {
        return vertices.internalIds();
    }

    /** For each internal id its input id. */
    public long[] globalIds() {
        return vertices.globalIds();
    }

    /** The number of virtual partitions, V. */
    public int partitionCount() {
        return vertices.partitionCount();
    }

    /** The first internal id of the partition; for {@code partition == partitionCount()} the number of vertices. */
    public int partitionStart(int partition) {
        return vertices.partitionStarts()[partition];
    }

    public PartitionIndex partitionIndex() {
        return new PartitionIndex(vertices.partitionStarts());
    }

    /** Edges by their target. */
    public Adjacency in() {
        return in;
    }

    /** Edges by their source; of an undirected graph the same object as {@link #in()}. */
    public Adjacency out() {
        return out;
    }

    /** The same vertices with every edge turned round; of an undirected graph itself. */
    public Topology reversed() {
        return directed() ? new Topology(vertices.reversed(), held, out, in, edgeCount, skippedLines) : this;
    }

    /** The first vertex of a rank; for the number of ranks that of vertices. */
    public int firstVertex(Shares shares, int rank) {
        return partitionStart(shares.start(rank, partitionCount()));
    }
}
