package dev.weft.graph.store;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * Reads a file of columns: each block is read in pieces that stay in cache while they are summed up and copied, which takes about two thirds
 * of the time of mapping it. What {@link #read} gave is what was written. Used by any number of threads.
 */
public final class ColumnFile implements AutoCloseable {
    private static final int PIECE_BYTES = 1 << 16;

    private final Path path;
    private final FileChannel channel;
    private final ColumnPlaces places;
    private final int[] checksums;

    private ColumnFile(Path path, FileChannel channel, ColumnPlaces places, int[] checksums) {
        this.path = path;
        this.channel = channel;
        this.places = places;
        this.checksums = checksums;
    }

    /**
     * Opens a file that a header knows.
     *
     * @throws IOException if it isn't the one that the header means, with the reason
     */
    public static ColumnFile open(Path path, int partition, int columns, StoredFile expected) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(path, StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            throw new IOException("there is no file " + path + ", which " + GraphHeader.NAME + " names", e);
        }
        try {
            return opened(path, channel, partition, columns, expected);
        } catch (Throwable failure) {
            channel.close();
            throw failure;
        }
    }

    private static ColumnFile opened(Path path, FileChannel channel, int partition, int columns, StoredFile expected)
            throws IOException {
        if (channel.size() < ColumnPlaces.FIXED_BYTES) {
            throw new IOException(path + " ends too early, after bytes=" + channel.size());
        }
        ByteBuffer fixed = bytes(path, channel, 0, ColumnPlaces.FIXED_BYTES);
        if (fixed.getLong() != ColumnPlaces.MAGIC) {
            throw new IOException(path + " is no part of a Weft binary graph");
        }
        GraphHeader.requireVersion(path, fixed.getInt());
        require(path, "partition", fixed.getInt(), partition);
        require(path, "bytes", channel.size(), expected.bytes());
        require(path, "columns", fixed.getInt(), columns);
        ColumnPlaces places = ColumnPlaces.of(lengths(path, channel, columns));
        require(path, "bytes", channel.size(), places.fileBytes());
        ByteBuffer head = bytes(path, channel, 0, places.headBytes());
        var digest = new CRC32C();
        digest.update(head.duplicate());
        if ((int) digest.getValue() != expected.digest()) {
            throw new IOException(path + " is not the file that " + GraphHeader.NAME
                    + " names: it was changed, or belongs to another graph");
        }
        var checksums = new int[places.allBlocks()];
        head.position(ColumnPlaces.FIXED_BYTES + Long.BYTES * columns)
                .asIntBuffer()
                .get(checksums);
        return new ColumnFile(path, channel, places, checksums);
    }

    private static long[] lengths(Path path, FileChannel channel, int columns) throws IOException {
        long bytes = (long) Long.BYTES * columns;
        if (ColumnPlaces.FIXED_BYTES + bytes > channel.size()) {
            throw new IOException(path + " ends too early, after bytes=" + channel.size());
        }
        var lengths = new long[columns];
        bytes(path, channel, ColumnPlaces.FIXED_BYTES, (int) bytes)
                .asLongBuffer()
                .get(lengths);
        for (long length : lengths) {
            if (length < 0 || length > channel.size()) {
                throw new IOException(path + ": a column of bytes=" + length + " is not in bytes=" + channel.size());
            }
        }
        return lengths;
    }

    private static ByteBuffer bytes(Path path, FileChannel channel, long from, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        fill(path, channel, bytes, from);
        return bytes.flip();
    }

    private static void fill(Path path, FileChannel channel, ByteBuffer bytes, long from) throws IOException {
        while (bytes.hasRemaining()) {
            if (read(path, channel, bytes, from + bytes.position()) < 0) {
                throw new IOException(path + " ends too early, after bytes=" + channel.size()
                        + ": it was cut, copy or convert the graph again");
            }
        }
    }

    private static int read(Path path, FileChannel channel, ByteBuffer bytes, long from) throws IOException {
        try {
            return channel.read(bytes, from);
        } catch (ClosedByInterruptException e) {
            throw new IOException(path + " was not read to its end: the thread was interrupted", e);
        } catch (IOException e) {
            throw new IOException(path + " can't be read: " + e.getMessage() + ": check the disk", e);
        }
    }

    private static void require(Path path, String what, long found, long expected) throws IOException {
        if (found != expected) {
            throw new IOException(path + ": " + what + "=" + found + " != " + expected + ", which " + GraphHeader.NAME
                    + " says: it was cut, changed or moved, or belongs to another graph");
        }
    }

    /** In bytes. */
    public long length(int column) {
        return places.lengths()[column];
    }

    /** @throws IOException unless the column has so many bytes */
    public void requireLength(int column, long bytes) throws IOException {
        require(path, "column=" + column + ": bytes", length(column), bytes);
    }

    public int blocks(int column) {
        return places.blocks(column);
    }

    /** Fills the array with the whole column. */
    public void read(int column, Object array, ColumnType type) throws IOException {
        for (int b = 0; b < places.blocks(column); b++) {
            read(column, b, array, type);
        }
    }

    /**
     * Puts one block of a column in its place in the array.
     *
     * @param array for the whole column, of primitives as the type has them
     * @throws IOException if it isn't what was written
     */
    public void read(int column, int block, Object array, ColumnType type) throws IOException {
        int bytes = places.blockBytes(column, block);
        long padded = ColumnPlaces.aligned(bytes);
        int first = block * elementsPerBlock(type);
        ValueLayout layout = type.layout();
        int width = type.width();
        var checksum = new CRC32C();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment piece = arena.allocate(Math.min(padded, PIECE_BYTES));
            ByteBuffer buffer = piece.asByteBuffer();
            for (int at = 0; at < padded; at += PIECE_BYTES) {
                int size = (int) Math.min(PIECE_BYTES, padded - at);
                fill(path, channel, buffer.clear().limit(size), places.blockStart(column, block) + at);
                checksum.update(buffer.flip());
                int used = Math.min(size, bytes - at);
                MemorySegment.copy(piece, layout, 0, array, first + at / width, used / width);
            }
        }
        if ((int) checksum.getValue() != checksums[places.firstBlocks()[column] + block]) {
            long from = places.blockStart(column, block);
            throw new IOException(path + ": the bytes from " + from + " to " + (from + padded)
                    + " are not those that were written (CRC-32C): convert the graph again");
        }
    }

    /** So many elements of a column are read at a time. */
    public static int elementsPerBlock(ColumnType type) {
        return ColumnPlaces.BLOCK_BYTES / type.width();
    }

    /** Of the whole file. */
    public long bytes() {
        return places.fileBytes();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
