package dev.weft.collectives;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** The elements of one frame, kept until their receiver wants them. */
final class Chunk {
    final int length;
    final MemorySegment bytes;
    int elements;

    /** Its sender was allowed more although these elements are unread. */
    boolean credited;

    @Nullable
    Chunk next;

    Chunk(int length) {
        this.length = length;
        this.bytes = MemorySegment.ofArray(new byte[length]);
    }
}
