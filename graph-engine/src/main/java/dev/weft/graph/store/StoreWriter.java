package dev.weft.graph.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/** Writes one file, which stands under its name when all of it has been written. Used by one thread. */
public final class StoreWriter implements AutoCloseable {
    static final int BUFFER_BYTES = 1 << 20;

    private final Path path;
    private final Path unfinished;
    private final FileChannel channel;
    private final CRC32C checksum = new CRC32C();
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);

    private StoreWriter(Path path, Path unfinished, FileChannel channel) {
        this.path = path;
        this.unfinished = unfinished;
        this.channel = channel;
    }

    /**
     * Begins a file.
     *
     * @param writer tells apart those who write the same file at the same time
     */
    public static StoreWriter to(Path path, String writer, long magic, int version) throws IOException {
        Path unfinished = path.resolveSibling("." + path.getFileName() + "." + writer);
        FileChannel channel = FileChannel.open(
                unfinished, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        var file = new StoreWriter(path, unfinished, channel);
        file.putLong(magic);
        file.putInt(version);
        return file;
    }

    public void putInt(int value) throws IOException {
        reserve(Integer.BYTES);
        buffer.putInt(value);
    }

    public void putLong(long value) throws IOException {
        reserve(Long.BYTES);
        buffer.putLong(value);
    }

    public void putInts(int[] values) throws IOException {
        int at = 0;
        while (at < values.length) {
            reserve(Integer.BYTES);
            int count = Math.min(values.length - at, buffer.remaining() / Integer.BYTES);
            buffer.asIntBuffer().put(values, at, count);
            buffer.position(buffer.position() + count * Integer.BYTES);
            at += count;
        }
    }

    public void putBytes(byte[] values) throws IOException {
        int at = 0;
        while (at < values.length) {
            reserve(1);
            int count = Math.min(values.length - at, buffer.remaining());
            buffer.put(values, at, count);
            at += count;
        }
    }

    public void putDoubles(double[] values) throws IOException {
        int at = 0;
        while (at < values.length) {
            reserve(Double.BYTES);
            int count = Math.min(values.length - at, buffer.remaining() / Double.BYTES);
            buffer.asDoubleBuffer().put(values, at, count);
            buffer.position(buffer.position() + count * Double.BYTES);
            at += count;
        }
    }

    /** @param text of less than a buffer's length */
    public void putText(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        putInt(bytes.length);
        reserve(bytes.length);
        buffer.put(bytes);
    }

    private void reserve(int bytes) throws IOException {
        if (buffer.remaining() < bytes) {
            flush();
        }
    }

    private void flush() throws IOException {
        buffer.flip();
        checksum.update(buffer.duplicate());
        write();
    }

    private void write() throws IOException {
        while (buffer.hasRemaining()) {
            int _ = channel.write(buffer);
        }
        buffer.clear();
    }

    /** The file is complete. */
    public void finish() throws IOException {
        flush();
        buffer.putInt((int) checksum.getValue()).flip();
        write();
        channel.close();
        Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Leaves nothing behind of a file that was not finished. */
    @Override
    public void close() throws IOException {
        if (channel.isOpen()) {
            channel.close();
            Files.deleteIfExists(unfinished);
        }
    }
}
