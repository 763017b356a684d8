package dev.weft.graph.source;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * Off-heap blocks of edges, given back together. Threads add to them at the same time, each through an {@link EdgeAppender} of its own;
 * the order of blocks and of edges means nothing.
 */
final class EdgeBlocks implements AutoCloseable {
    private static final long CACHE_LINE_BYTES = 64;

    private final Arena arena;
    private final List<EdgeAppender> appenders = new ArrayList<>();
    private final List<EdgeBlock> blocks = new ArrayList<>();
    private long smallest = Long.MAX_VALUE;
    private long largest = Long.MIN_VALUE;

    @SuppressWarnings("MustBeClosedChecker") // closed by close()
    EdgeBlocks() {
        this(Arena.ofShared());
    }

    /** @param arena closed with this */
    EdgeBlocks(Arena arena) {
        this.arena = arena;
    }

    EdgeAppender appender() {
        return appender(false);
    }

    /** @param weighted the same for all appenders */
    synchronized EdgeAppender appender(boolean weighted) {
        var appender = new EdgeAppender(this, weighted);
        appenders.add(appender);
        return appender;
    }

    /** Called when nothing will be appended any more, before anything is read. */
    synchronized void finish() {
        appenders.forEach(EdgeAppender::finish);
        appenders.clear();
    }

    MemorySegment allocate(long bytes) {
        return arena.allocate(bytes, CACHE_LINE_BYTES);
    }

    synchronized void add(EdgeBlock block) {
        blocks.add(block);
    }

    synchronized void include(long low, long high) {
        smallest = Math.min(smallest, low);
        largest = Math.max(largest, high);
    }

    synchronized int count() {
        return blocks.size();
    }

    synchronized EdgeBlock block(int index) {
        return blocks.get(index);
    }

    /** The edges of all blocks have been overwritten by narrow ones. */
    synchronized void becomeNarrow() {
        blocks.forEach(EdgeBlock::becomeNarrow);
    }

    synchronized long edgeCount() {
        return blocks.stream().mapToLong(EdgeBlock::edgeCount).sum();
    }

    /** Of all appended ids; above {@link #largest()} if there are none. */
    synchronized long smallest() {
        return smallest;
    }

    synchronized long largest() {
        return largest;
    }

    @Override
    public void close() {
        arena.close();
    }
}
