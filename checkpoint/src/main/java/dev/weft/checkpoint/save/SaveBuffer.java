package dev.weft.checkpoint.save;

import dev.weft.checkpoint.Partitions;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Memory of its own for one rank's state, taken once: the program goes on as soon as its state is copied here. Who fills it and who empties it
 * take turns.
 */
public final class SaveBuffer implements AutoCloseable {
    private static final long ALIGNMENT = 4096;

    private final SavedState state;
    private final Partitions partitions;
    private final long[] starts;
    private final long[] digests;
    private Arena arena = Arena.ofShared();
    private MemorySegment memory = MemorySegment.NULL;

    public SaveBuffer(SavedState state) {
        this.state = state;
        this.partitions = state.partitions();
        this.starts = new long[partitions.owned() + 1];
        this.digests = new long[partitions.owned()];
    }

    public Partitions partitions() {
        return partitions;
    }

    /** Lays out the blocks as the state is now; before the partitions are copied. */
    @SuppressWarnings("MustBeClosedChecker")
    public void layOut() {
        for (int i = 0; i < partitions.owned(); i++) {
            starts[i + 1] = starts[i] + state.blockBytes(partitions.first() + i);
        }
        if (memory.byteSize() < bytes()) {
            arena.close();
            arena = Arena.ofShared();
            memory = arena.allocate(bytes(), ALIGNMENT);
        }
    }

    /** Of all blocks. */
    public long bytes() {
        return starts[partitions.owned()];
    }

    /** Copies a partition, counted from the rank's first, and takes its digest. Any thread may do it, each another one. */
    public void copy(int index) {
        MemorySegment block = block(index);
        state.write(partitions.first() + index, block);
        digests[index] = XxHash64.of(block);
    }

    /** The copied block of a partition, counted from the rank's first. */
    MemorySegment block(int index) {
        return memory.asSlice(starts[index], starts[index + 1] - starts[index]);
    }

    List<MemorySegment> blocks() {
        return IntStream.range(0, partitions.owned()).mapToObj(this::block).toList();
    }

    long digest(int index) {
        return digests[index];
    }

    /** Of the partitions as they were copied last, in order. */
    public long[] digests() {
        return digests.clone();
    }

    /** Gives the memory back, until it is needed again. */
    @SuppressWarnings("MustBeClosedChecker")
    public void release() {
        arena.close();
        arena = Arena.ofShared();
        memory = MemorySegment.NULL;
    }

    @Override
    public void close() {
        arena.close();
    }
}
