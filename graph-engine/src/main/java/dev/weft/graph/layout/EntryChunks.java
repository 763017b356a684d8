package dev.weft.graph.layout;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * Off-heap places for {@value #LENGTH} entries each, in slabs. Threads take slabs and fill their chunks one after the other; then all are
 * given back together, to be filled again.
 */
final class EntryChunks implements AutoCloseable {
    /** Entries in a chunk: as many as are read in one go, in as little cache as a thread has for chunks of all partitions. */
    static final int LENGTH = 128;

    static final int CHUNKS_A_SLAB = 1 << 10;

    private static final long CACHE_LINE_BYTES = 64;
    private static final ValueLayout.OfLong ENTRY = ValueLayout.JAVA_LONG;
    private static final ValueLayout.OfDouble WEIGHT = ValueLayout.JAVA_DOUBLE;

    private final Arena arena = Arena.ofShared();
    private final boolean weighted;
    private volatile Slab[] slabs = {};
    private int taken;

    @SuppressWarnings("MustBeClosedChecker") // closed by close()
    EntryChunks(boolean weighted) {
        this.weighted = weighted;
    }

    /** A number of chunks. */
    record Slab(MemorySegment entries, MemorySegment weights) {
        void put(int chunk, long[] from, double[] weightsFrom, int at) {
            MemorySegment.copy(from, at, entries, ENTRY, (long) chunk * LENGTH * Long.BYTES, LENGTH);
            if (weights.byteSize() > 0) {
                MemorySegment.copy(weightsFrom, at, weights, WEIGHT, (long) chunk * LENGTH * Double.BYTES, LENGTH);
            }
        }

        void read(int chunk, long[] to, double[] weightsTo) {
            MemorySegment.copy(entries, ENTRY, (long) chunk * LENGTH * Long.BYTES, to, 0, LENGTH);
            if (weights.byteSize() > 0) {
                MemorySegment.copy(weights, WEIGHT, (long) chunk * LENGTH * Double.BYTES, weightsTo, 0, LENGTH);
            }
        }
    }

    /** The number of a slab that no thread has. */
    synchronized int take() {
        if (taken == slabs.length) {
            Slab[] more = Arrays.copyOf(slabs, taken + 1);
            more[taken] = new Slab(allocate(Long.BYTES), weighted ? allocate(Double.BYTES) : MemorySegment.NULL);
            slabs = more;
        }
        return taken++;
    }

    private MemorySegment allocate(int bytesEach) {
        return arena.allocate((long) CHUNKS_A_SLAB * LENGTH * bytesEach, CACHE_LINE_BYTES);
    }

    /** The slab of a chunk, which is the chunk's number modulo {@link #CHUNKS_A_SLAB} there. */
    Slab slabOf(int chunk) {
        return slabs[chunk / CHUNKS_A_SLAB];
    }

    /** Entries for which there is room in the slabs that threads have taken. */
    synchronized long takenEntries() {
        return (long) taken * CHUNKS_A_SLAB * LENGTH;
    }

    /** Called while no thread uses any. */
    synchronized void giveBack() {
        taken = 0;
    }

    /** May be called again. */
    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
