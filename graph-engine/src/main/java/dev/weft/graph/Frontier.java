package dev.weft.graph;

import java.util.function.IntPredicate;

/**
 * A set of vertices, each rank holding the part that it owns. {@link #size()} and {@link #isEmpty()} speak of all ranks and cost no
 * message: the call that made the set has agreed on them.
 *
 * <p>The part is a bit set whose bit positions are those of the worker's internal ids: local vertex v is bit {@code v + skew}, where skew
 * is the rank's first internal id modulo 64. So whole words can be copied into the worker's common bit set.
 */
public final class Frontier {
    /** So many vertices one thread goes through in the time that it takes to wake the others. */
    private static final int FEW = 1024;

    private final Graph graph;
    private VertexBits bits;
    /** Whether other frontiers hold the same bits, which are then never written to. */
    private boolean shared;

    private long size;
    private long edges;

    private Frontier(Graph graph, VertexBits bits, boolean shared, long size, long edges) {
        this.graph = graph;
        this.bits = bits;
        this.shared = shared;
        this.size = size;
        this.edges = edges;
    }

    static Frontier owning(Graph graph, VertexBits bits) {
        return new Frontier(graph, bits, false, 0, 0);
    }

    static Frontier sharing(Graph graph, VertexBits bits, long size, long edges) {
        return new Frontier(graph, bits, true, size, edges);
    }

    /** Members on all ranks. */
    public long size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    /** Whether the rank's own vertex is a member. */
    public boolean contains(int vertex) {
        return bits.contains(vertex + graph.skew());
    }

    /** Takes over the members of {@code other}, which is empty afterwards. Collective if it came from a reversed graph's edge map. */
    public void become(Frontier other) {
        if (other == this) {
            return;
        }
        requireGraph(other.graph);
        release();
        bits = other.bits;
        shared = other.shared;
        agreed(other.size, other.edgesIn(graph));
        other.bits = graph.noBits();
        other.shared = true;
        other.agreed(0, 0);
    }

    /** Another set with the same members. */
    public Frontier copy() {
        if (shared) {
            return sharing(graph, bits, size, edges);
        }
        VertexBits same = graph.emptyBits();
        same.copy(bits);
        var copy = owning(graph, same);
        copy.agreed(size, edges);
        return copy;
    }

    /** Takes all members out, and gives the set's memory back to the graph for others. */
    public void clear() {
        release();
        bits = graph.noBits();
        shared = true;
        agreed(0, 0);
    }

    /** Puts the members of {@code other} into this set, too. Collective. */
    public void addAll(Frontier other) {
        requireGraph(other.graph);
        own();
        VertexBits fresh = graph.emptyBits();
        bits.addAll(other.bits, fresh);
        changed(1, fresh);
    }

    /** Takes the members of {@code other} out of this set. Collective. */
    public void removeAll(Frontier other) {
        requireGraph(other.graph);
        own();
        VertexBits gone = graph.emptyBits();
        bits.removeAll(other.bits, gone);
        changed(-1, gone);
    }

    /** Takes those out that are no members of {@code other}. Collective. */
    public void retainAll(Frontier other) {
        requireGraph(other.graph);
        own();
        VertexBits gone = graph.emptyBits();
        bits.retainAll(other.bits, gone);
        changed(-1, gone);
    }

    private void changed(int sign, VertexBits difference) {
        long[] counts = graph.agreedCounts(difference);
        graph.recycle(difference);
        agreed(size + sign * counts[0], edges + sign * counts[1]);
    }

    /** The members that the condition holds for; it is called on all threads of the rank. Collective. */
    public Frontier filter(IntPredicate condition) {
        int skew = graph.skew();
        VertexBits kept = graph.emptyBits();
        Calls calls = Calls.of(condition);
        if (areFew()) {
            calls.filter(condition, bits, skew, skew, graph.localVertexCount() + skew, kept);
        } else {
            graph.forEachChunk((from, to) -> calls.filter(condition, bits, skew, from + skew, to + skew, kept));
        }
        var filtered = owning(graph, kept);
        long[] counts = graph.agreedCounts(kept);
        filtered.agreed(counts[0], counts[1]);
        return filtered;
    }

    /** Edges that leave the members, on all ranks; collective if {@code asked} has them turned round. */
    long edgesIn(Graph asked) {
        return asked == graph || size == 0 ? edges : asked.agreedCounts(bits)[1];
    }

    /** Members that were counted have left. Collective if they were counted along the edges of another graph. */
    void left(Frontier gone) {
        agreed(size - gone.size, edges - gone.edgesIn(graph));
    }

    VertexBits bits() {
        return bits;
    }

    /** The words of {@link #bits}. */
    long[] words() {
        return bits.words();
    }

    /** Whether there are so few members that one thread goes through them sooner than several. */
    boolean areFew() {
        return size <= FEW;
    }

    /** Makes the bits this frontier's own, so that they may be written to. */
    void own() {
        if (shared) {
            VertexBits copy = graph.emptyBits();
            copy.copy(bits);
            bits = copy;
            shared = false;
        }
    }

    private void release() {
        if (!shared) {
            graph.recycle(bits);
        }
    }

    /** Takes these bits for its own. Collective. */
    void restore(VertexBits members) {
        release();
        bits = members;
        shared = false;
        long[] counts = graph.agreedCounts(members);
        agreed(counts[0], counts[1]);
    }

    void requireGraph(Graph expected) {
        if (!expected.hasVerticesOf(graph)) {
            throw new IllegalArgumentException(
                    "this frontier belongs to another graph or another attempt: make a new one");
        }
    }

    void agreed(long allMembers, long allEdges) {
        size = allMembers;
        edges = allEdges;
    }
}
