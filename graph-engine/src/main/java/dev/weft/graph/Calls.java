package dev.weft.graph;

import dev.weft.graph.layout.Weights;
import java.lang.invoke.MethodHandles;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntToLongFunction;

/** The loops that call a program's functions, once a vertex; each class of functions has its own copy of them. */
interface Calls {
    Copies<Calls> COPIES = new Copies<>(MethodHandles.lookup(), Calls.class, CallLoops.class);

    static Calls of(Object function) {
        return COPIES.of(function);
    }

    /**
     * Writes the messages of the members that have outgoing edges.
     *
     * @param words bits of members; vertex v is bit {@code v + skew}
     * @param first the first bit to look at
     * @param end the bit after the last
     * @param base where vertex 0 stands in {@code outDegrees} and {@code messages}
     */
    void write(
            EdgeFunction function,
            long[] words,
            int skew,
            int first,
            int end,
            int base,
            int[] outDegrees,
            long[] messages);

    /**
     * As {@link Pull}, with messages that the weights of the edges change.
     *
     * @param members a bit for each source that has a message
     * @param whole whether every source has one, whatever {@code members} says
     */
    int pull(
            EdgeFunction function,
            int[] offsets,
            int[] neighbours,
            Weights weights,
            long[] messages,
            long[] members,
            boolean whole,
            int first,
            int[] targets,
            long[] values,
            int count);

    /**
     * Sends along the edges that leave the members to open targets, with one rank, whose bits are internal ids; all on the calling thread,
     * sources ascending.
     */
    void spread(EdgeFunction function, VertexBits members, Senders senders, Inbox inbox);

    /** Updates the first {@code count} targets; those that say true move to the front. Returns how many do. */
    int update(EdgeFunction function, int count, int[] targets, long[] values);

    /**
     * Updates all targets from {@code from} to before {@code to}, whose values begin at 0; those that say true are written to
     * {@code accepted}. Returns how many do.
     */
    int updateRange(EdgeFunction function, int from, int to, long[] values, int[] accepted);

    /** As {@link #write}, of rows. */
    void writeRows(
            RowFunction function,
            long[] words,
            int skew,
            int first,
            int end,
            int base,
            int[] outDegrees,
            RowWindow rows);

    /**
     * Combines the rows of the sources from {@code from} to before {@code to} of the list with the row at {@code into[at]}.
     *
     * @param weights of the edges from them, if they count
     */
    void foldRows(
            RowFunction function,
            int[] sources,
            float[] weights,
            int from,
            int to,
            RowWindow rows,
            float[] into,
            int at);

    /** As {@link #update}, of rows that stand one after another in {@code sums}. */
    int updateRows(RowFunction function, int count, int[] targets, float[] sums, int stride);

    /** For each vertex from {@code from} to before {@code to}. */
    void each(IntConsumer action, int from, int to);

    /** For each vertex whose bit, of those from {@code first} to before {@code end}, is set. */
    void eachMember(IntConsumer action, VertexBits members, int skew, int first, int end);

    /** In ascending order. */
    double sum(IntToDoubleFunction value, int from, int to);

    long count(IntPredicate condition, int from, int to);

    /** {@link Long#MAX_VALUE} if there is no vertex. */
    long min(IntToLongFunction value, int from, int to);

    /** {@link Long#MIN_VALUE} if there is no vertex. */
    long max(IntToLongFunction value, int from, int to);

    /** Sets those bits, of the ones from {@code first} to before {@code end}, in {@code kept} whose vertex the condition holds for. */
    void filter(IntPredicate condition, VertexBits members, int skew, int first, int end, VertexBits kept);
}
