package dev.weft.checkpoint;

import java.lang.foreign.MemorySegment;

/**
 * Something that a program works on, step after step, and that a checkpoint holds: an array, say. Its bytes are dealt to the partitions of a
 * program's state, each of which belongs to one rank, so that another number of ranks can take them up again. It is never swapped for another
 * object while its loop runs.
 */
public interface Holder {
    /** What its bytes are, e.g. {@code double[]}: a checkpoint with another type under its name is refused. */
    String type();

    Partitions partitions();

    /** The bytes of a partition that this rank owns, for reading only, as they are until the program goes on. Any thread may ask. */
    MemorySegment bytes(int partition);

    /** Of {@link #bytes}; asked more often than these. Any thread may ask. */
    default long byteSize(int partition) {
        return bytes(partition).byteSize();
    }

    /** Takes a partition's bytes back; their number may differ from those of {@link #bytes} only where the type says how. Any thread may call it. */
    void restore(int partition, MemorySegment bytes);

    /** Called once on the rank's thread, on every rank, when all partitions are back. */
    default void restored() {}
}
