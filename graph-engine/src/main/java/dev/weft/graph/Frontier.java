package dev.weft.graph;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.IntPredicate;

/**
 * A set of vertices, each rank holding the part that it owns. {@link #size()} and {@link #isEmpty()} speak of all ranks and cost no
 * message: the call that made the set has agreed on them.
 *
 * <p>The part is a bit set whose bit positions are those of the worker's internal ids: local vertex v is bit {@code v + skew}, where skew
 * is the rank's first internal id modulo 64. So whole words can be copied into the worker's common bit set.
 */
public final class Frontier {
    private static final VarHandle WORDS = MethodHandles.arrayElementVarHandle(long[].class);

    private final Graph graph;
    private long[] words;
    /** Whether other frontiers hold the same words, which are then never written to. */
    private boolean shared;

    private long size;
    private long edges;

    private Frontier(Graph graph, long[] words, boolean shared, long size, long edges) {
        this.graph = graph;
        this.words = words;
        this.shared = shared;
        this.size = size;
        this.edges = edges;
    }

    static Frontier owning(Graph graph, long[] words) {
        return new Frontier(graph, words, false, 0, 0);
    }

    static Frontier sharing(Graph graph, long[] words, long size, long edges) {
        return new Frontier(graph, words, true, size, edges);
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
        int bit = vertex + graph.skew();
        return (words[bit >>> 6] & 1L << bit) != 0;
    }

    /** Takes over the members of {@code other}, which is empty afterwards. Collective if it came from a reversed graph's edge map. */
    public void become(Frontier other) {
        if (other == this) {
            return;
        }
        requireGraph(other.graph);
        release();
        words = other.words;
        shared = other.shared;
        agreed(other.size, other.edgesIn(graph));
        other.words = graph.noWords();
        other.shared = true;
        other.agreed(0, 0);
    }

    /** Another set with the same members. */
    public Frontier copy() {
        if (shared) {
            return sharing(graph, words, size, edges);
        }
        long[] same = graph.emptyWords();
        System.arraycopy(words, 0, same, 0, same.length);
        var copy = owning(graph, same);
        copy.agreed(size, edges);
        return copy;
    }

    /** Takes all members out, and gives the set's memory back to the graph for others. */
    public void clear() {
        release();
        words = graph.noWords();
        shared = true;
        agreed(0, 0);
    }

    /** Puts the members of {@code other} into this set, too. Collective. */
    public void addAll(Frontier other) {
        requireGraph(other.graph);
        own();
        long[] fresh = graph.emptyWords();
        for (int w = 0; w < words.length; w++) {
            fresh[w] = other.words[w] & ~words[w];
            words[w] |= fresh[w];
        }
        changed(1, fresh);
    }

    /** Takes the members of {@code other} out of this set. Collective. */
    public void removeAll(Frontier other) {
        requireGraph(other.graph);
        own();
        long[] gone = graph.emptyWords();
        for (int w = 0; w < words.length; w++) {
            gone[w] = words[w] & other.words[w];
            words[w] ^= gone[w];
        }
        changed(-1, gone);
    }

    /** Takes those out that are no members of {@code other}. Collective. */
    public void retainAll(Frontier other) {
        requireGraph(other.graph);
        own();
        long[] gone = graph.emptyWords();
        for (int w = 0; w < words.length; w++) {
            gone[w] = words[w] & ~other.words[w];
            words[w] ^= gone[w];
        }
        changed(-1, gone);
    }

    private void changed(int sign, long[] difference) {
        long[] counts = graph.agreedCounts(difference);
        graph.recycle(difference);
        agreed(size + sign * counts[0], edges + sign * counts[1]);
    }

    /** The members that the condition holds for; it is called on all threads of the rank. Collective. */
    public Frontier filter(IntPredicate condition) {
        int skew = graph.skew();
        long[] kept = graph.emptyWords();
        Calls calls = Calls.of(condition);
        graph.forEachChunk((from, to) -> calls.filter(condition, words, skew, from + skew, to + skew, kept));
        var filtered = owning(graph, kept);
        long[] counts = graph.agreedCounts(kept);
        filtered.agreed(counts[0], counts[1]);
        return filtered;
    }

    /** Edges that leave the members, on all ranks; collective if {@code asked} has them turned round. */
    long edgesIn(Graph asked) {
        return asked == graph || size == 0 ? edges : asked.agreedCounts(words)[1];
    }

    /** Members that were counted have left. Collective if they were counted along the edges of another graph. */
    void left(Frontier gone) {
        agreed(size - gone.size, edges - gone.edgesIn(graph));
    }

    long[] words() {
        return words;
    }

    /** Makes the words this frontier's own, so that they may be written to. */
    void own() {
        if (shared) {
            long[] copy = graph.emptyWords();
            System.arraycopy(words, 0, copy, 0, copy.length);
            words = copy;
            shared = false;
        }
    }

    private void release() {
        if (!shared) {
            graph.recycle(words);
        }
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

    /** The bits of a word that lie in {@code [from, to)}, as bit positions of the set. */
    static long mask(int word, int from, int to) {
        int first = word << 6;
        long mask = -1L;
        if (from > first) {
            mask &= -1L << (from - first);
        }
        if (to < first + 64) {
            mask &= -1L >>> (first + 64 - to);
        }
        return mask;
    }

    /** Sets bits of a word that other threads may be setting bits of, too. */
    static void setShared(long[] words, int word, long bits) {
        long _ = (long) WORDS.getAndBitwiseOr(words, word, bits);
    }

    /** Clears bits of a word that other threads may be changing, too. */
    static void clearShared(long[] words, int word, long bits) {
        long _ = (long) WORDS.getAndBitwiseAnd(words, word, ~bits);
    }

    /** Puts {@code bits} where {@code mask} is set and leaves the rest of a word that other ranks write to. */
    static void replaceShared(long[] words, int word, long mask, long bits) {
        long seen;
        do {
            seen = (long) WORDS.getVolatile(words, word);
        } while (!WORDS.compareAndSet(words, word, seen, (seen & ~mask) | (bits & mask)));
    }
}
