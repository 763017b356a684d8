package dev.weft.graph.source;

import static dev.weft.graph.source.EdgeBag.EDGE;

import java.lang.foreign.MemorySegment;

/**
 * Edges one after the other. A narrow block holds one {@code long} an edge, source and target in 32 bits each; a wide one holds two.
 * The weights of a weighted graph stand beside. Used by one thread at a time.
 */
final class EdgeBlock {
    private static final long LOW = 0xffff_ffffL;

    private MemorySegment memory;
    private MemorySegment weights;
    private boolean wide;

    /** @param weights one for each edge, or none at all */
    EdgeBlock(MemorySegment memory, MemorySegment weights, boolean wide) {
        this.memory = memory;
        this.weights = weights;
        this.wide = wide;
    }

    MemorySegment memory() {
        return memory;
    }

    MemorySegment weights() {
        return weights;
    }

    /** Gives edges without weights one each. */
    void weigh(MemorySegment each) {
        weights = each;
    }

    long edgeCount() {
        return memory.byteSize() / (wide ? 2 * Long.BYTES : Long.BYTES);
    }

    /**
     * Copies {@code edges} edges from {@code first} on into {@code ids}, source and target in turn.
     *
     * @param packed scratch space for as many edges
     */
    void read(long first, int edges, long[] ids, long[] packed) {
        if (wide) {
            MemorySegment.copy(memory, EDGE, first * 2 * Long.BYTES, ids, 0, 2 * edges);
            return;
        }
        MemorySegment.copy(memory, EDGE, first * Long.BYTES, packed, 0, edges);
        for (int i = 0; i < edges; i++) {
            long edge = packed[i];
            ids[2 * i] = edge >>> 32;
            ids[2 * i + 1] = edge & LOW;
        }
    }

    /** Writes narrow edges from {@code first} on; in a wide block their place lies before all that is still unread. */
    void write(long first, int edges, long[] ids, long[] packed) {
        pack(ids, edges, packed);
        MemorySegment.copy(packed, 0, memory, EDGE, first * Long.BYTES, edges);
    }

    /** Takes out the edges of a narrow block that have an end without a number. */
    void dropUnknown() {
        long count = edgeCount();
        long left = 0;
        boolean weighted = weights.byteSize() > 0;
        for (long i = 0; i < count; i++) {
            long edge = memory.getAtIndex(EDGE, i);
            if (EdgeBag.source(edge) != Numbering.UNKNOWN && EdgeBag.target(edge) != Numbering.UNKNOWN) {
                memory.setAtIndex(EDGE, left, edge);
                if (weighted) {
                    weights.setAtIndex(EdgeBag.WEIGHT, left, weights.getAtIndex(EdgeBag.WEIGHT, i));
                }
                left++;
            }
        }
        memory = memory.asSlice(0, left * Long.BYTES);
        weights = weights.asSlice(0, weighted ? left * Double.BYTES : 0);
    }

    /** All edges have been overwritten by narrow ones. */
    void becomeNarrow() {
        memory = memory.asSlice(0, edgeCount() * Long.BYTES);
        wide = false;
    }

    static void pack(long[] ids, int edges, long[] packed) {
        for (int i = 0; i < edges; i++) {
            packed[i] = ids[2 * i] << 32 | ids[2 * i + 1] & LOW;
        }
    }
}
