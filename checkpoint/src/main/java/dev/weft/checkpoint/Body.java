package dev.weft.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Bytes to be written: pieces of memory, one after the other, that are not copied. They must stay as they are until the call that got them has ended, since an
 * attempt may be made again.
 */
public final class Body {
    private final List<MemorySegment> pieces;
    private final long length;

    private Body(List<MemorySegment> pieces) {
        this.pieces = pieces;
        this.length = pieces.stream().mapToLong(MemorySegment::byteSize).sum();
    }

    public static Body of(byte[] bytes) {
        return new Body(List.of(MemorySegment.ofArray(bytes)));
    }

    /** The text in UTF-8. */
    public static Body of(String text) {
        return of(text.getBytes(UTF_8));
    }

    /** Native segments, or such over byte arrays, that any thread may read. */
    public static Body of(MemorySegment... pieces) {
        for (var piece : pieces) {
            if (!piece.isNative() && !(piece.heapBase().orElse(null) instanceof byte[])) {
                throw new IllegalArgumentException("a body is native memory or byte arrays, not " + piece);
            }
        }
        return new Body(List.of(pieces));
    }

    public long length() {
        return length;
    }

    public List<MemorySegment> pieces() {
        return pieces;
    }

    /** A part of the same memory. */
    public Body slice(long offset, long bytes) {
        Objects.checkFromIndexSize(offset, bytes, length);
        var within = new ArrayList<MemorySegment>();
        long start = 0;
        for (var piece : pieces) {
            long from = Math.max(offset - start, 0);
            long to = Math.min(offset + bytes - start, piece.byteSize());
            if (from < to) {
                within.add(piece.asSlice(from, to - from));
            }
            start += piece.byteSize();
        }
        return new Body(List.copyOf(within));
    }

    /** The bytes, from the first; each call gives a stream of its own. */
    public InputStream newStream() {
        return new PieceStream(pieces);
    }

    public boolean hasBytes(byte[] bytes) {
        if (bytes.length != length) {
            return false;
        }
        long start = 0;
        for (var piece : pieces) {
            var other = MemorySegment.ofArray(bytes).asSlice(start, piece.byteSize());
            if (piece.mismatch(other) >= 0) {
                return false;
            }
            start += piece.byteSize();
        }
        return true;
    }

    public byte[] toBytes() {
        byte[] bytes = new byte[Math.toIntExact(length)];
        int start = 0;
        for (var piece : pieces) {
            int size = (int) piece.byteSize();
            MemorySegment.copy(piece, ValueLayout.JAVA_BYTE, 0, bytes, start, size);
            start += size;
        }
        return bytes;
    }
}
