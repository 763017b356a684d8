package dev.weft.collectives;

import java.lang.foreign.MemorySegment;
import org.agrona.DirectBuffer;

/** The bytes of Aeron's buffers as memory segments, without an object for each look at them. */
final class OffHeap {
    /** All memory of the process. Whoever uses it knows that what lies there is mapped. */
    @SuppressWarnings("restricted") // Whoever has lanes has allowed native access.
    private static final MemorySegment EVERYWHERE = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private OffHeap() {}

    static MemorySegment segment(DirectBuffer buffer) {
        byte[] array = buffer.byteArray();
        return array == null ? EVERYWHERE : MemorySegment.ofArray(array);
    }

    /** Where in {@link #segment} a buffer's byte lies. */
    static long position(DirectBuffer buffer, int index) {
        return buffer.byteArray() == null ? buffer.addressOffset() + index : buffer.wrapAdjustment() + index;
    }
}
