package dev.weft.checkpoint.save;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.zip.Deflater;

/** Packs blocks with zstd, where a sample of them shrinks by 15 % or more. */
final class Packing {
    private static final int SAMPLES = 16;
    private static final int SAMPLE_BYTES = 16 << 10;
    private static final double WORTH_IT = 0.85;
    private static final int LEVEL = 1;

    private Packing() {}

    /**
     * Looks at a few pieces, here and there in some of the blocks, by the JDK's own deflate: loading zstd would take longer, just when a first save should
     * disturb the least.
     */
    static boolean isWorthIt(List<MemorySegment> blocks) {
        int samples = Math.min(SAMPLES, blocks.size());
        long bytes = 0;
        long packed = 0;
        try (var deflater = new Deflater(Deflater.BEST_SPEED)) {
            ByteBuffer target = ByteBuffer.allocate(SAMPLE_BYTES);
            for (int i = 0; i < samples; i++) {
                MemorySegment block = blocks.get((int) ((long) i * blocks.size() / samples));
                long size = Math.min(SAMPLE_BYTES, block.byteSize());
                bytes += size;
                packed += deflated(deflater, block.asSlice((block.byteSize() - size) * i / samples, size), target);
            }
        }
        return packed < WORTH_IT * bytes;
    }

    /** At most the target's length, which is enough to know that it didn't become shorter. */
    private static int deflated(Deflater deflater, MemorySegment sample, ByteBuffer target) {
        deflater.reset();
        deflater.setInput(sample.asByteBuffer());
        deflater.finish();
        return deflater.deflate(target.clear());
    }

    /** Nothing if the block doesn't become shorter. */
    static Optional<MemorySegment> packed(MemorySegment block, Arena arena) {
        MemorySegment packed = packInto(arena, block);
        return packed.byteSize() < block.byteSize() ? Optional.of(packed) : Optional.empty();
    }

    private static MemorySegment packInto(Arena arena, MemorySegment block) {
        ByteBuffer source = block.asByteBuffer();
        MemorySegment target = arena.allocate(Zstd.compressBound(source.remaining()));
        long bytes = Zstd.compressDirectByteBuffer(
                target.asByteBuffer(), 0, Math.toIntExact(target.byteSize()), source, 0, source.remaining(), LEVEL);
        if (Zstd.isError(bytes)) {
            throw new IllegalStateException(
                    "zstd can't pack " + block.byteSize() + " bytes: " + Zstd.getErrorName(bytes));
        }
        return target.asSlice(0, bytes);
    }

    /** @throws DamagedException if these bytes are no frame of that length */
    static void unpack(MemorySegment packed, MemorySegment block) {
        try {
            ByteBuffer target = block.asByteBuffer();
            ByteBuffer source = packed.asByteBuffer();
            long bytes = Zstd.decompressDirectByteBuffer(target, 0, target.remaining(), source, 0, source.remaining());
            if (bytes != block.byteSize()) {
                throw new DamagedException("a packed part gives " + bytes + " bytes, not " + block.byteSize());
            }
        } catch (ZstdException e) {
            throw new DamagedException("a packed part can't be unpacked: " + e.getMessage(), e);
        }
    }
}
