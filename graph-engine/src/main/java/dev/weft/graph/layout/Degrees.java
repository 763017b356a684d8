package dev.weft.graph.layout;

import dev.weft.graph.source.EdgeBag;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Counts the ends of edges, by position. */
final class Degrees {
    private static final VarHandle COUNTS = MethodHandles.arrayElementVarHandle(int[].class);

    private Degrees() {}

    /**
     * Adds the block's edges.
     *
     * @param both whether the edges are undirected; then both arrays are the same one, and a self-loop counts once
     */
    static void count(MemorySegment block, int[] in, int[] out, boolean both) {
        long edges = block.byteSize() / Long.BYTES;
        for (long i = 0; i < edges; i++) {
            long edge = block.getAtIndex(EdgeBag.EDGE, i);
            int source = EdgeBag.source(edge);
            int target = EdgeBag.target(edge);
            increment(in, target);
            if (!both || source != target) {
                increment(out, source);
            }
        }
    }

    private static void increment(int[] counts, int index) {
        int _ = (int) COUNTS.getAndAdd(counts, index, 1);
    }
}
