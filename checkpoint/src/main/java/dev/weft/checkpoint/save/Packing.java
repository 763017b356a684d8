package dev.weft.checkpoint.save;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Packs a block with zstd where its beginning shrinks by 15 % or more. */
final class Packing {
    private static final int SAMPLE_BYTES = 64 << 10;
    private static final double WORTH_IT = 0.85;
    private static final int LEVEL = 1;

    private Packing() {}

    /** Nothing if packing the block is not worth it. */
    static Optional<MemorySegment> packed(MemorySegment block, Arena arena) {
        MemorySegment sample = block.asSlice(0, Math.min(SAMPLE_BYTES, block.byteSize()));
        if (sample.byteSize() == 0 || packInto(arena, sample).byteSize() > WORTH_IT * sample.byteSize()) {
            return Optional.empty();
        }
        MemorySegment whole = packInto(arena, block);
        return whole.byteSize() < block.byteSize() ? Optional.of(whole) : Optional.empty();
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
