package dev.weft.graph.source;

import static dev.weft.graph.source.EdgeBag.EDGE;
import static dev.weft.graph.source.EdgeBag.WEIGHT;

import java.lang.foreign.MemorySegment;

/**
 * One thread's way into {@link EdgeBlocks}. Edges whose ids fit into 32 bits go into narrow blocks, others into wide ones. The first
 * blocks are small, so that a small graph costs little.
 */
final class EdgeAppender {
    /** The most edges that are appended, read or rewritten at once: their ids fit into a level-1 cache. */
    static final int STRIP = 1024;

    private static final long FIRST_BLOCK_BYTES = 8 << 10;
    private static final long LARGEST_BLOCK_BYTES = 4 << 20;

    private static final double[] NO_WEIGHTS = {};

    private final EdgeBlocks blocks;
    private final boolean weighted;
    private final Filling narrow = new Filling(false);
    private final Filling wide = new Filling(true);
    private final long[] packed = new long[STRIP];
    private long smallest = Long.MAX_VALUE;
    private long largest = Long.MIN_VALUE;

    EdgeAppender(EdgeBlocks blocks, boolean weighted) {
        this.blocks = blocks;
        this.weighted = weighted;
    }

    /**
     * Appends at most {@link #STRIP} edges without weights.
     *
     * @param ids source and target in turn
     */
    void append(long[] ids, int edges) {
        append(ids, NO_WEIGHTS, edges);
    }

    /** @param weights one for each edge if edges have weights, else not looked at */
    void append(long[] ids, double[] weights, int edges) {
        long low = Long.MAX_VALUE;
        long high = Long.MIN_VALUE;
        for (int i = 0; i < 2 * edges; i++) {
            low = Math.min(low, ids[i]);
            high = Math.max(high, ids[i]);
        }
        smallest = Math.min(smallest, low);
        largest = Math.max(largest, high);
        if (low >= 0 && high >>> 32 == 0) {
            EdgeBlock.pack(ids, edges, packed);
            narrow.write(packed, weights, edges);
        } else {
            wide.write(ids, weights, edges);
        }
    }

    /** Hands over what has not been yet. Nothing is appended afterwards. */
    void finish() {
        narrow.handOver();
        wide.handOver();
        blocks.include(smallest, largest);
    }

    /** A block that is being filled. */
    private final class Filling {
        private final boolean wide;
        private final int valuesAnEdge;
        private MemorySegment memory = MemorySegment.NULL;
        private MemorySegment weightMemory = MemorySegment.NULL;
        private long usedBytes;
        private long nextBytes = FIRST_BLOCK_BYTES;

        Filling(boolean wide) {
            this.wide = wide;
            this.valuesAnEdge = wide ? 2 : 1;
        }

        void write(long[] values, double[] weights, int edges) {
            int written = 0;
            while (written < edges) {
                if (usedBytes == memory.byteSize()) {
                    startBlock();
                }
                long room = (memory.byteSize() - usedBytes) / edgeBytes();
                int fitting = (int) Math.min(edges - written, room);
                MemorySegment.copy(values, written * valuesAnEdge, memory, EDGE, usedBytes, fitting * valuesAnEdge);
                if (weighted) {
                    MemorySegment.copy(weights, written, weightMemory, WEIGHT, weightBytes(usedBytes), fitting);
                }
                usedBytes += (long) fitting * edgeBytes();
                written += fitting;
            }
        }

        private int edgeBytes() {
            return valuesAnEdge * Long.BYTES;
        }

        private long weightBytes(long edgesBytes) {
            return edgesBytes / valuesAnEdge;
        }

        private void startBlock() {
            handOver();
            memory = blocks.allocate(nextBytes);
            weightMemory = weighted ? blocks.allocate(weightBytes(nextBytes)) : MemorySegment.NULL;
            nextBytes = Math.min(4 * nextBytes, LARGEST_BLOCK_BYTES);
        }

        void handOver() {
            if (usedBytes > 0) {
                MemorySegment weights = weightMemory.asSlice(0, weighted ? weightBytes(usedBytes) : 0);
                blocks.add(new EdgeBlock(memory.asSlice(0, usedBytes), weights, wide));
            }
            memory = MemorySegment.NULL;
            weightMemory = MemorySegment.NULL;
            usedBytes = 0;
        }
    }
}
