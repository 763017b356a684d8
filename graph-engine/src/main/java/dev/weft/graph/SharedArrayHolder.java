package dev.weft.graph;

import dev.weft.checkpoint.Holder;
import dev.weft.checkpoint.Partitions;
import java.lang.foreign.MemorySegment;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/** This rank's part of an array that the worker's ranks share, whichever of several arrays it is that has the values at the moment. */
final class SharedArrayHolder implements Holder {
    private final Fragment fragment;
    private final Supplier<int[]> current;
    private final IntConsumer settle;
    private final Runnable whenRestored;
    private final Partitions partitions;

    SharedArrayHolder(
            Fragment fragment,
            Supplier<int[]> current,
            IntConsumer settle,
            Runnable whenRestored,
            Partitions partitions) {
        this.fragment = fragment;
        this.current = current;
        this.settle = settle;
        this.whenRestored = whenRestored;
        this.partitions = partitions;
    }

    @Override
    public String type() {
        return "int[]";
    }

    @Override
    public Partitions partitions() {
        return partitions;
    }

    @Override
    public MemorySegment bytes(int partition) {
        settle.accept(partition);
        return slice(partition).asReadOnly();
    }

    @Override
    public long byteSize(int partition) {
        return slice(partition).byteSize();
    }

    @Override
    public void restore(int partition, MemorySegment bytes) {
        slice(partition).copyFrom(bytes);
    }

    private MemorySegment slice(int partition) {
        long from = fragment.partitionStart(partitions.requireOwned(partition));
        long to = fragment.partitionStart(partition + 1);
        return MemorySegment.ofArray(current.get()).asSlice(from * Integer.BYTES, (to - from) * Integer.BYTES);
    }

    @Override
    public void restored() {
        whenRestored.run();
    }
}
