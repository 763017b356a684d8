package dev.weft.graph.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/** Reads what a {@link StoreWriter} wrote. What was read may be believed when {@link #finish} has returned. Used by one thread. */
public final class StoreReader implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;
    private final long size;
    private final CRC32C checksum = new CRC32C();
    private final ByteBuffer buffer =
            ByteBuffer.allocate(StoreWriter.BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    /** Bytes of the file that lie behind the buffer. */
    private long rest;

    private StoreReader(Path path, FileChannel channel, long size) {
        this.path = path;
        this.channel = channel;
        this.size = size;
        this.rest = size;
        buffer.limit(0);
    }

    /** @throws IOException if there is no such file, or it is of another kind */
    public static StoreReader of(Path path, long magic, int version) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            var file = new StoreReader(path, channel, channel.size());
            file.require("magic", file.takeLong(), magic);
            file.require("version", file.takeInt(), version);
            return file;
        } catch (Throwable failure) {
            channel.close();
            throw failure;
        }
    }

    /** @throws IOException if the file says something else than was expected */
    public void require(String what, long found, long expected) throws IOException {
        if (found != expected) {
            throw new IOException(path + ": " + what + "=" + found + " != " + expected);
        }
    }

    public int takeInt() throws IOException {
        await(Integer.BYTES);
        return buffer.getInt();
    }

    public long takeLong() throws IOException {
        await(Long.BYTES);
        return buffer.getLong();
    }

    /** Fills the array. */
    public void takeInts(int[] values) throws IOException {
        int at = 0;
        while (at < values.length) {
            await(Integer.BYTES);
            int count = Math.min(values.length - at, buffer.remaining() / Integer.BYTES);
            buffer.asIntBuffer().get(values, at, count);
            buffer.position(buffer.position() + count * Integer.BYTES);
            at += count;
        }
    }

    /** Fills the array. */
    public void takeBytes(byte[] values) throws IOException {
        int at = 0;
        while (at < values.length) {
            await(1);
            int count = Math.min(values.length - at, buffer.remaining());
            buffer.get(values, at, count);
            at += count;
        }
    }

    /** Fills the array. */
    public void takeDoubles(double[] values) throws IOException {
        int at = 0;
        while (at < values.length) {
            await(Double.BYTES);
            int count = Math.min(values.length - at, buffer.remaining() / Double.BYTES);
            buffer.asDoubleBuffer().get(values, at, count);
            buffer.position(buffer.position() + count * Double.BYTES);
            at += count;
        }
    }

    public String takeText() throws IOException {
        int length = takeInt();
        if (length < 0 || length > StoreWriter.BUFFER_BYTES) {
            throw new IOException(path + ": a text of length=" + length);
        }
        await(length);
        var bytes = new byte[length];
        buffer.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** A number of things of which each takes up so many bytes, so that no broken file asks for more memory than it has itself. */
    public int takeCount(int bytesEach) throws IOException {
        int count = takeInt();
        if (count < 0 || (long) count * bytesEach > size) {
            throw new IOException(path + ": count=" + count + " does not fit into bytes=" + size);
        }
        return count;
    }

    private void await(int bytes) throws IOException {
        if (buffer.remaining() >= bytes) {
            return;
        }
        checksum.update(buffer.array(), 0, buffer.position());
        buffer.compact();
        buffer.limit((int) Math.min(buffer.capacity(), buffer.position() + rest));
        rest -= buffer.remaining();
        int read = 0;
        while (buffer.hasRemaining() && read >= 0) {
            read = channel.read(buffer);
        }
        buffer.flip();
        if (buffer.remaining() < bytes) {
            throw new IOException(path + " ends too early, after bytes=" + size);
        }
    }

    /** @throws IOException unless everything has been read and is what was written */
    public void finish() throws IOException {
        await(Integer.BYTES);
        checksum.update(buffer.array(), 0, buffer.position());
        require("checksum", checksum.getValue(), Integer.toUnsignedLong(buffer.getInt()));
        require("unread bytes", buffer.remaining() + rest, 0);
    }

    /** Of the whole file. */
    public long bytes() {
        return size;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
