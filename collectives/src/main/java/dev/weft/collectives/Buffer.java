package dev.weft.collectives;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * A block of elements in an array or in a memory segment, whose calls are those of arrays.
 *
 * <p>A segment holds elements in the machine's own byte order; it need not be aligned, and stays alive for the time of
 * the call. Any thread has access to it (a shared or automatic arena).
 */
public final class Buffer {
    /** One that has nothing to do with any segment. */
    private static final Thread ANY_THREAD = Thread.ofPlatform().unstarted(() -> {});

    private final ElementType type;
    private final Object elements;
    private final int offset;
    private final int count;

    private Buffer(ElementType type, Object elements, int offset, int count) {
        this.type = type;
        this.elements = elements;
        this.offset = offset;
        this.count = count;
        Arguments.checkArea(type, "elements", elements, "offset", offset, count);
    }

    public static Buffer of(double[] elements, int offset, int count) {
        return new Buffer(ElementType.DOUBLE, elements, offset, count);
    }

    public static Buffer of(double... elements) {
        return of(elements, 0, elements.length);
    }

    public static Buffer of(long[] elements, int offset, int count) {
        return new Buffer(ElementType.LONG, elements, offset, count);
    }

    public static Buffer of(long... elements) {
        return of(elements, 0, elements.length);
    }

    public static Buffer of(int[] elements, int offset, int count) {
        return new Buffer(ElementType.INT, elements, offset, count);
    }

    public static Buffer of(int... elements) {
        return of(elements, 0, elements.length);
    }

    public static Buffer of(byte[] elements, int offset, int count) {
        return new Buffer(ElementType.BYTE, elements, offset, count);
    }

    public static Buffer of(byte... elements) {
        return of(elements, 0, elements.length);
    }

    public static Buffer of(float[] elements, int offset, int count) {
        return new Buffer(ElementType.FLOAT, elements, offset, count);
    }

    public static Buffer of(float... elements) {
        return of(elements, 0, elements.length);
    }

    public static Buffer of(short[] elements, int offset, int count) {
        return new Buffer(ElementType.SHORT, elements, offset, count);
    }

    public static Buffer of(short... elements) {
        return of(elements, 0, elements.length);
    }

    /** All elements of a segment. */
    public static Buffer of(MemorySegment segment, ElementType type) {
        Objects.requireNonNull(type);
        if (!segment.scope().isAlive() || !segment.isAccessibleBy(ANY_THREAD)) {
            throw new IllegalArgumentException(
                    segment.scope().isAlive()
                            ? "the segment is one thread's, and others have to reach it: pass one of Arena.ofShared() or ofAuto()"
                            : "the segment's arena is closed: pass a segment that is alive");
        }
        long count = segment.byteSize() / type.bytes(1);
        if (segment.byteSize() % type.bytes(1) != 0 || count > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "segment.byteSize()=%d is no multiple of %d, or holds more than 2^31 - 1 elements: pass a slice"
                            .formatted(segment.byteSize(), type.bytes(1)));
        }
        return new Buffer(type, segment, 0, (int) count);
    }

    public ElementType type() {
        return type;
    }

    /** How many elements. */
    public int count() {
        return count;
    }

    /** Where a call writes its result. */
    Object target() {
        if (elements instanceof MemorySegment segment && segment.isReadOnly()) {
            throw new IllegalArgumentException(
                    "a read-only segment of %d bytes can't be received into: pass one that may be written"
                            .formatted(segment.byteSize()));
        }
        return elements;
    }

    /** What the call needs has to lie in this buffer, whatever else its array holds. */
    void holds(long needed) {
        if (needed > count) {
            throw new IndexOutOfBoundsException(
                    "count=%d of the buffer < %d elements of all ranks: pass a longer one".formatted(count, needed));
        }
    }

    /** The same of a block for each rank. */
    void holds(String displacementsName, int[] displacements, String countsName, int[] counts) {
        for (int rank = 0; rank < Math.min(displacements.length, counts.length); rank++) {
            if ((long) displacements[rank] + counts[rank] > count) {
                throw new IndexOutOfBoundsException("%s[%d]=%d + %s[%d]=%d > count=%d of the buffer: pass a longer one"
                        .formatted(
                                displacementsName, rank, displacements[rank], countsName, rank, counts[rank], count));
            }
        }
    }

    Object elements() {
        return elements;
    }

    int offset() {
        return offset;
    }

    /** So many elements for each rank. */
    int countForEach(int ranks) {
        if (count % ranks != 0) {
            throw new IllegalArgumentException(
                    "count=%d of the buffer is no multiple of size=%d: pass as many elements for each rank"
                            .formatted(count, ranks));
        }
        return count / ranks;
    }

    /** The other buffer of a call has to be of this type, too. */
    ElementType sameType(Buffer other) {
        if (type != other.type) {
            throw new IllegalArgumentException(
                    "buffers of %s and of %s: pass two of one type".formatted(type.keyword(), other.type.keyword()));
        }
        return type;
    }
}
