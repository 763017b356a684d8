package dev.weft.graph.source;

import dev.weft.runtime.Ids;
import dev.weft.runtime.ThreadTeam;
import java.lang.foreign.MemorySegment;

/**
 * A bag without its self-loops. In each block the edges that stay have moved to the front.
 *
 * @param blocks of the bag, as far as they are still in use
 * @param weightBlocks none at all if edges have no weights
 */
record LoopFreeEdges(EdgeBag bag, MemorySegment[] blocks, MemorySegment[] weightBlocks) implements EdgeBag {
    /** The bag is used up. */
    static EdgeBag of(EdgeBag bag, ThreadTeam team) {
        var blocks = new MemorySegment[bag.blockCount()];
        var weights = new MemorySegment[bag.weighted() ? bag.blockCount() : 0];
        team.forEachChunk(blocks.length, (b, _) -> {
            long left = moveToFront(bag.block(b), bag.weights(b), bag.weighted());
            blocks[b] = bag.block(b).asSlice(0, left * Long.BYTES);
            if (bag.weighted()) {
                weights[b] = bag.weights(b).asSlice(0, left * Double.BYTES);
            }
        });
        return new LoopFreeEdges(bag, blocks, weights);
    }

    /** Returns how many edges stay. */
    private static long moveToFront(MemorySegment block, MemorySegment weights, boolean weighted) {
        long count = block.byteSize() / Long.BYTES;
        long left = 0;
        for (long i = 0; i < count; i++) {
            long edge = block.getAtIndex(EDGE, i);
            if (EdgeBag.source(edge) != EdgeBag.target(edge)) {
                block.setAtIndex(EDGE, left, edge);
                if (weighted) {
                    weights.setAtIndex(WEIGHT, left, weights.getAtIndex(WEIGHT, i));
                }
                left++;
            }
        }
        return left;
    }

    @Override
    public Ids ids() {
        return bag.ids();
    }

    @Override
    public EdgeBag withAllIds(Ids ids) {
        return new LoopFreeEdges(bag.withAllIds(ids), blocks, weightBlocks);
    }

    @Override
    public long bytesRead() {
        return bag.bytesRead();
    }

    @Override
    public SkippedLines skipped() {
        return bag.skipped();
    }

    @Override
    public boolean directed() {
        return bag.directed();
    }

    @Override
    public long edgeCount() {
        long bytes = 0;
        for (MemorySegment block : blocks) {
            bytes += block.byteSize();
        }
        return bytes / Long.BYTES;
    }

    @Override
    public int blockCount() {
        return blocks.length;
    }

    @Override
    public MemorySegment block(int index) {
        return blocks[index];
    }

    @Override
    public boolean weighted() {
        return bag.weighted();
    }

    @Override
    public MemorySegment weights(int index) {
        return weighted() ? weightBlocks[index] : MemorySegment.NULL;
    }

    @Override
    public void close() {
        bag.close();
    }
}
