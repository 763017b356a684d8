package dev.weft.graph.source;

import dev.weft.runtime.Ids;
import java.lang.foreign.MemorySegment;

/** Edges between dense numbers, all blocks narrow. */
record DenseEdges(Ids ids, boolean directed, long edgeCount, EdgeBlocks blocks) implements EdgeBag {
    @Override
    public int blockCount() {
        return blocks.count();
    }

    @Override
    public MemorySegment block(int index) {
        return blocks.block(index).memory();
    }

    @Override
    public void close() {
        blocks.close();
    }
}
