package dev.weft.runtime.benchmark;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file that one thread writes and reads from its beginning to its end; gone when closed. */
final class PlainFile implements AutoCloseable {
    private static final int PIECE = 1 << 20;

    private final Path path;
    private final FileChannel channel;

    private PlainFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    @SuppressWarnings("MustBeClosedChecker")
    static PlainFile in(Path folder) throws IOException {
        Path path = Files.createTempFile(folder, "weft-bench-", ".tmp");
        return new PlainFile(path, FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    /** Returns when the bytes are on the disk. */
    void write(MemorySegment bytes) throws IOException {
        for (long at = 0; at < bytes.byteSize(); at += PIECE) {
            ByteBuffer piece = piece(bytes, at);
            while (piece.hasRemaining()) {
                channel.write(piece);
            }
        }
        channel.force(true);
    }

    void read(MemorySegment into) throws IOException {
        channel.position(0);
        for (long at = 0; at < into.byteSize(); at += PIECE) {
            ByteBuffer piece = piece(into, at);
            while (piece.hasRemaining()) {
                if (channel.read(piece) < 0) {
                    throw new EOFException(path + " is shorter than what was written to it");
                }
            }
        }
    }

    private static ByteBuffer piece(MemorySegment bytes, long at) {
        return bytes.asSlice(at, Math.min(PIECE, bytes.byteSize() - at)).asByteBuffer();
    }

    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(path);
    }
}
