package dev.weft.graph.source;

import dev.weft.runtime.Ids;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * All edges of a graph, or a share of them, in no particular order, before layout. A vertex is the position of its id among all ids in ascending order, an
 * {@code int} from 0. Edges lie in off-heap blocks, one {@code long} each, source in the upper and target in the lower 32 bits; closing
 * gives the memory back. An undirected edge stands here once, in either direction. Duplicates and self-loops are kept as they came.
 * A weighted graph has a {@code double} for each edge, in blocks of their own; it is finite, and never the negative zero.
 */
public interface EdgeBag extends AutoCloseable {
    ValueLayout.OfLong EDGE = ValueLayout.JAVA_LONG;
    ValueLayout.OfDouble WEIGHT = ValueLayout.JAVA_DOUBLE;

    Ids ids();

    /** Whether {@link #ids} are those of the whole graph; else they are those that these edges name. */
    default boolean hasAllIds() {
        return true;
    }

    /** The same edges, after their vertices have got numbers among the ids of the whole graph; this bag is used up. */
    EdgeBag withAllIds(Ids ids);

    /** Bytes of files that were read for it. */
    default long bytesRead() {
        return 0;
    }

    /** Lines of files that were left out of it. */
    default SkippedLines skipped() {
        return SkippedLines.NONE;
    }

    boolean directed();

    long edgeCount();

    int blockCount();

    /** The block's edges, {@code byteSize() / 8} of them; read with {@code getAtIndex(EDGE, i)}. */
    MemorySegment block(int index);

    default boolean weighted() {
        return false;
    }

    /** The weights of a block's edges, in their order; read with {@code getAtIndex(WEIGHT, i)}. Empty if there are none. */
    default MemorySegment weights(int index) {
        return MemorySegment.NULL;
    }

    @Override
    void close();

    static int source(long edge) {
        return (int) (edge >>> 32);
    }

    static int target(long edge) {
        return (int) edge;
    }

    static long edge(int source, int target) {
        return (long) source << 32 | (target & 0xffff_ffffL);
    }
}
