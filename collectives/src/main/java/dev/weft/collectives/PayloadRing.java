package dev.weft.collectives;

import dev.weft.collectives.algorithm.Elements;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Shared memory beside a data lane between two processes of a host, for the elements of long frames: they lie in a ring
 * that is small enough to stay in the cores' caches, where Aeron's log of three terms, which the driver has to clear,
 * does not. The frames themselves, which keep the order, go by the lane and say how many bytes lie in the ring. One
 * thread at a time writes, and one reads.
 *
 * <pre>
 *   0    i64 position up to which the reader has read, written by it
 *   128  the ring; what would pass its end begins at its start
 * </pre>
 */
final class PayloadRing implements AutoCloseable {
    /** Elements of shorter frames go by the lane. */
    static final int SHORTEST_BYTES = 2048;

    static final int LONGEST_BYTES = 64 << 10;

    /** What all of it takes. */
    static final int FILE_BYTES = (512 << 10) + 128;

    private static final int DATA = 128;
    private static final int RING_BYTES = FILE_BYTES - DATA;
    private static final int ALIGNMENT = 64;
    private static final VarHandle READ = ValueLayout.JAVA_LONG.varHandle();

    private final Arena arena = Arena.ofShared();
    private final MemorySegment memory;
    private long position;
    private long readPosition;

    private PayloadRing(Path file, StandardOpenOption... options) {
        try (var channel = FileChannel.open(file, options)) {
            memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, FILE_BYTES, arena);
        } catch (IOException e) {
            throw new UncheckedIOException("the shared memory of a lane can't be made: " + e, e);
        }
    }

    /** The writing end, which makes the file. */
    static PayloadRing create(Path file) {
        return new PayloadRing(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** The reading end of a ring that has been made. */
    static PayloadRing open(Path file) {
        return new PayloadRing(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** The writer: false if so many bytes have to wait until others were read. */
    boolean hasRoom(int bytes) {
        long end = start(position, bytes) + bytes;
        if (end - readPosition <= RING_BYTES) {
            return true;
        }
        readPosition = (long) READ.getAcquire(memory, 0L);
        return end - readPosition <= RING_BYTES;
    }

    /** The writer: puts elements behind those before; there is room. The frame that tells of them is sent after this. */
    void write(ElementType type, Object elements, int offset, int count) {
        int bytes = (int) type.bytes(count);
        long start = start(position, bytes);
        Elements.copyIn(type, elements, offset, count, memory, place(start));
        position = start + aligned(bytes);
    }

    MemorySegment memory() {
        return memory;
    }

    /** The reader: where in {@link #memory} the elements of the next frame lie. */
    long next(int bytes) {
        return place(start(position, bytes));
    }

    /** The reader: is done with the next frame's. */
    void release(int bytes) {
        position = start(position, bytes) + aligned(bytes);
        READ.setRelease(memory, 0L, position);
    }

    @Override
    public void close() {
        arena.close();
    }

    private static long place(long start) {
        return DATA + start % RING_BYTES;
    }

    /** Both ends skip the same rest before the ring's end. */
    private static long start(long position, int bytes) {
        long rest = RING_BYTES - position % RING_BYTES;
        return bytes <= rest ? position : position + rest;
    }

    private static long aligned(int bytes) {
        return (bytes + ALIGNMENT - 1L) & -ALIGNMENT;
    }
}
