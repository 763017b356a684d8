package dev.weft.collectives;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;

/** Copies elements between arrays and the bytes of frames, in the machine's own byte order. */
final class OffHeap {
    private OffHeap() {}

    static void copyIn(ElementType type, Object array, int offset, int count, DirectBuffer into, int at) {
        MemorySegment bytes = segment(into);
        long first = first(into, at);
        switch (type) {
            case DOUBLE -> MemorySegment.copy(array, offset, bytes, ValueLayout.JAVA_DOUBLE_UNALIGNED, first, count);
            case LONG -> MemorySegment.copy(array, offset, bytes, ValueLayout.JAVA_LONG_UNALIGNED, first, count);
            case INT -> MemorySegment.copy(array, offset, bytes, ValueLayout.JAVA_INT_UNALIGNED, first, count);
            case BYTE -> MemorySegment.copy(array, offset, bytes, ValueLayout.JAVA_BYTE, first, count);
        }
    }

    static void copyOut(ElementType type, DirectBuffer from, int at, Object array, int offset, int count) {
        MemorySegment bytes = segment(from);
        long first = first(from, at);
        switch (type) {
            case DOUBLE -> MemorySegment.copy(bytes, ValueLayout.JAVA_DOUBLE_UNALIGNED, first, array, offset, count);
            case LONG -> MemorySegment.copy(bytes, ValueLayout.JAVA_LONG_UNALIGNED, first, array, offset, count);
            case INT -> MemorySegment.copy(bytes, ValueLayout.JAVA_INT_UNALIGNED, first, array, offset, count);
            case BYTE -> MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, first, array, offset, count);
        }
    }

    private static MemorySegment segment(DirectBuffer buffer) {
        byte[] array = buffer.byteArray();
        if (array != null) {
            return MemorySegment.ofArray(array);
        }
        ByteBuffer whole = buffer.byteBuffer().duplicate();
        return MemorySegment.ofBuffer(whole.clear());
    }

    private static long first(DirectBuffer buffer, int at) {
        return buffer.wrapAdjustment() + (long) at;
    }
}
