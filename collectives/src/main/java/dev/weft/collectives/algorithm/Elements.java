package dev.weft.collectives.algorithm;

import dev.weft.collectives.ElementType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Array;

/** Copies of elements between arrays, memory segments and bytes, in the machine's own byte order. */
public final class Elements {
    private Elements() {}

    /**
     * Copies elements from an array or segment to another; areas of one array may overlap. Where there is nothing to
     * copy, the arrays are not looked at.
     */
    public static void copy(ElementType type, Object from, int fromOffset, Object into, int intoOffset, int count) {
        if (count == 0) {
            return;
        }
        if (from instanceof MemorySegment source) {
            copyOut(type, source, type.bytes(fromOffset), into, intoOffset, count);
        } else if (into instanceof MemorySegment target) {
            copyIn(type, from, fromOffset, count, target, type.bytes(intoOffset));
        } else {
            System.arraycopy(from, fromOffset, into, intoOffset, count);
        }
    }

    /** Copies elements to the bytes from {@code at} on. */
    public static void copyIn(ElementType type, Object elements, int offset, int count, MemorySegment into, long at) {
        if (count == 0) {
            return;
        }
        if (elements instanceof MemorySegment source) {
            MemorySegment.copy(source, type.bytes(offset), into, at, type.bytes(count));
            return;
        }
        switch (type) {
            case DOUBLE -> MemorySegment.copy(elements, offset, into, ValueLayout.JAVA_DOUBLE_UNALIGNED, at, count);
            case LONG -> MemorySegment.copy(elements, offset, into, ValueLayout.JAVA_LONG_UNALIGNED, at, count);
            case INT -> MemorySegment.copy(elements, offset, into, ValueLayout.JAVA_INT_UNALIGNED, at, count);
            case BYTE -> MemorySegment.copy(elements, offset, into, ValueLayout.JAVA_BYTE, at, count);
            case FLOAT -> MemorySegment.copy(elements, offset, into, ValueLayout.JAVA_FLOAT_UNALIGNED, at, count);
            case SHORT -> MemorySegment.copy(elements, offset, into, ValueLayout.JAVA_SHORT_UNALIGNED, at, count);
        }
    }

    /** Copies elements from the bytes from {@code at} on. */
    public static void copyOut(ElementType type, MemorySegment from, long at, Object elements, int offset, int count) {
        if (count == 0) {
            return;
        }
        if (elements instanceof MemorySegment target) {
            MemorySegment.copy(from, at, target, type.bytes(offset), type.bytes(count));
            return;
        }
        switch (type) {
            case DOUBLE -> MemorySegment.copy(from, ValueLayout.JAVA_DOUBLE_UNALIGNED, at, elements, offset, count);
            case LONG -> MemorySegment.copy(from, ValueLayout.JAVA_LONG_UNALIGNED, at, elements, offset, count);
            case INT -> MemorySegment.copy(from, ValueLayout.JAVA_INT_UNALIGNED, at, elements, offset, count);
            case BYTE -> MemorySegment.copy(from, ValueLayout.JAVA_BYTE, at, elements, offset, count);
            case FLOAT -> MemorySegment.copy(from, ValueLayout.JAVA_FLOAT_UNALIGNED, at, elements, offset, count);
            case SHORT -> MemorySegment.copy(from, ValueLayout.JAVA_SHORT_UNALIGNED, at, elements, offset, count);
        }
    }

    /** How many elements an array or a segment has. */
    public static long length(ElementType type, Object elements) {
        return elements instanceof MemorySegment segment
                ? segment.byteSize() / type.bytes(1)
                : Array.getLength(elements);
    }

    /** True if an element of one is where an element of the other is. */
    @SuppressWarnings("ReferenceEquality") // The same memory is what is asked for.
    public static boolean isSamePlace(ElementType type, Object one, long offset, Object other, long otherOffset) {
        if (one instanceof MemorySegment first && other instanceof MemorySegment second) {
            return first.asOverlappingSlice(second).isPresent()
                    && first.address() + type.bytes(offset) == second.address() + type.bytes(otherOffset);
        }
        return one == other && offset == otherOffset;
    }

    /** True if a block of one and a block of the other have elements in common. */
    @SuppressWarnings("ReferenceEquality") // The same memory is what is asked for.
    public static boolean overlap(
            ElementType type, Object one, long offset, long count, Object other, long otherOffset, long otherCount) {
        if (one instanceof MemorySegment first && other instanceof MemorySegment second) {
            long start = first.address() + type.bytes(offset);
            long otherStart = second.address() + type.bytes(otherOffset);
            return start < otherStart + type.bytes(otherCount)
                    && otherStart < start + type.bytes(count)
                    && first.asOverlappingSlice(second).isPresent();
        }
        return one == other && offset < otherOffset + otherCount && otherOffset < offset + count;
    }

    /** True if both are the same memory, whatever their offsets. */
    @SuppressWarnings("ReferenceEquality") // The same memory is what is asked for.
    public static boolean isSameMemory(Object one, Object other) {
        if (one instanceof MemorySegment first && other instanceof MemorySegment second) {
            return first.asOverlappingSlice(second).isPresent();
        }
        return one == other;
    }
}
