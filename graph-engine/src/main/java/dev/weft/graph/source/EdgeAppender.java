package dev.weft.graph.source;

import static dev.weft.graph.source.EdgeBag.EDGE;

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

    private final EdgeBlocks blocks;
    private final Filling narrow = new Filling(false);
    private final Filling wide = new Filling(true);
    private final long[] packed = new long[STRIP];
    private long smallest = Long.MAX_VALUE;
    private long largest = Long.MIN_VALUE;

    EdgeAppender(EdgeBlocks blocks) {
        this.blocks = blocks;
    }

    /**
     * Appends at most {@link #STRIP} edges.
     *
     * @param ids source and target in turn
     */
    void append(long[] ids, int edges) {
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
            narrow.write(packed, edges);
        } else {
            wide.write(ids, 2 * edges);
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
        private MemorySegment memory = MemorySegment.NULL;
        private long usedBytes;
        private long nextBytes = FIRST_BLOCK_BYTES;

        Filling(boolean wide) {
            this.wide = wide;
        }

        void write(long[] values, int count) {
            int written = 0;
            while (written < count) {
                if (usedBytes == memory.byteSize()) {
                    startBlock();
                }
                int fitting = (int) Math.min(count - written, (memory.byteSize() - usedBytes) / Long.BYTES);
                MemorySegment.copy(values, written, memory, EDGE, usedBytes, fitting);
                usedBytes += (long) fitting * Long.BYTES;
                written += fitting;
            }
        }

        private void startBlock() {
            handOver();
            memory = blocks.allocate(nextBytes);
            nextBytes = Math.min(4 * nextBytes, LARGEST_BLOCK_BYTES);
        }

        void handOver() {
            if (usedBytes > 0) {
                blocks.add(new EdgeBlock(memory.asSlice(0, usedBytes), wide));
            }
            memory = MemorySegment.NULL;
            usedBytes = 0;
        }
    }
}
