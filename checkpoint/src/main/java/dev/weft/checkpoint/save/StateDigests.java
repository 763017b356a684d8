package dev.weft.checkpoint.save;

import dev.weft.checkpoint.Partitions;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** Takes digests of a rank's state where nothing is saved: each thread has memory for one block. */
public final class StateDigests implements AutoCloseable {
    private final SavedState state;
    private final Partitions partitions;
    private Arena arena = Arena.ofShared();
    private final MemorySegment[] blocks;

    public StateDigests(SavedState state, int threads) {
        this.state = state;
        this.partitions = state.partitions();
        this.blocks = new MemorySegment[threads];
        Arrays.fill(blocks, MemorySegment.NULL);
    }

    /** The digest of a partition, counted from the rank's first. */
    public long of(int index, int thread) {
        long bytes = state.blockBytes(partitions.first() + index);
        if (blocks[thread].byteSize() < bytes) {
            blocks[thread] = arena.allocate(bytes, Long.BYTES);
        }
        MemorySegment block = blocks[thread].asSlice(0, bytes);
        state.write(partitions.first() + index, block);
        return XxHash64.of(block);
    }

    /** Gives the memory back, until it is needed again. */
    @SuppressWarnings("MustBeClosedChecker")
    public void release() {
        arena.close();
        arena = Arena.ofShared();
        Arrays.fill(blocks, MemorySegment.NULL);
    }

    @Override
    public void close() {
        arena.close();
    }
}
