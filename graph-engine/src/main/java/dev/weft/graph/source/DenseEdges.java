package dev.weft.graph.source;

import dev.weft.runtime.Ids;
import java.lang.foreign.MemorySegment;

/**
 * Edges between dense numbers, all blocks narrow.
 *
 * @param hasAllIds whether the ids are those of the whole graph
 */
record DenseEdges(
        Ids ids,
        boolean hasAllIds,
        boolean directed,
        boolean weighted,
        long edgeCount,
        Reading reading,
        EdgeBlocks blocks)
        implements EdgeBag {
    /** Edges that were not read from files, with the ids of the whole graph. */
    static DenseEdges generated(Ids ids, boolean directed, boolean weighted, EdgeBlocks blocks) {
        return new DenseEdges(ids, true, directed, weighted, blocks.edgeCount(), Reading.NOTHING, blocks);
    }

    @Override
    public EdgeBag withAllIds(Ids all) {
        return new DenseEdges(all, true, directed, weighted, edgeCount, reading, blocks);
    }

    @Override
    public long bytesRead() {
        return reading.bytes();
    }

    @Override
    public SkippedLines skipped() {
        return reading.skipped();
    }

    @Override
    public int blockCount() {
        return blocks.count();
    }

    @Override
    public MemorySegment block(int index) {
        return blocks.block(index).memory();
    }

    @Override
    public MemorySegment weights(int index) {
        return blocks.block(index).weights();
    }

    @Override
    public void close() {
        blocks.close();
    }
}
