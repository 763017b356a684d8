package dev.weft.graph.store;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/** Writes a file of columns, which stands under its name when all of it has been written. Used by one thread. */
public final class ColumnFileWriter implements AutoCloseable {
    private final Path path;
    private final Path unfinished;
    private final FileChannel channel;
    private final ColumnPlaces places;
    private final ByteBuffer head;
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment block = arena.allocate(ColumnPlaces.BLOCK_BYTES);
    private int column;

    private ColumnFileWriter(Path path, Path unfinished, FileChannel channel, int partition, ColumnPlaces places) {
        this.path = path;
        this.unfinished = unfinished;
        this.channel = channel;
        this.places = places;
        this.head = ByteBuffer.allocate(places.headBytes()).order(ByteOrder.LITTLE_ENDIAN);
        head.putLong(ColumnPlaces.MAGIC).putInt(GraphHeader.VERSION).putInt(partition);
        head.putInt(places.lengths().length).putInt(0);
        for (long length : places.lengths()) {
            head.putLong(length);
        }
    }

    /**
     * Begins a file.
     *
     * @param writer tells apart those who write the same file at the same time
     * @param lengths of the columns, in bytes
     */
    public static ColumnFileWriter to(Path path, String writer, int partition, long... lengths) throws IOException {
        Path unfinished = path.resolveSibling("." + path.getFileName() + "." + writer);
        FileChannel channel = FileChannel.open(
                unfinished, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        return new ColumnFileWriter(path, unfinished, channel, partition, ColumnPlaces.of(lengths));
    }

    /**
     * Writes the next column.
     *
     * @param array of primitives, as the type has them; as long as was said
     */
    public void put(Object array, ColumnType type) throws IOException {
        ValueLayout layout = type.layout();
        int perBlock = ColumnPlaces.BLOCK_BYTES / type.width();
        for (int b = 0; b < places.blocks(column); b++) {
            int bytes = places.blockBytes(column, b);
            MemorySegment.copy(array, b * perBlock, block, layout, 0, bytes / type.width());
            int padded = (int) ColumnPlaces.aligned(bytes);
            block.asSlice(bytes, padded - bytes).fill((byte) 0);
            ByteBuffer filled = block.asSlice(0, padded).asByteBuffer();
            var checksum = new CRC32C();
            checksum.update(filled.duplicate());
            head.putInt((int) checksum.getValue());
            write(filled, places.blockStart(column, b));
        }
        column++;
    }

    private void write(ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }

    /**
     * The file is complete.
     *
     * @param lasting whether it is to be on the disk
     */
    public StoredFile finish(boolean lasting) throws IOException {
        if (column != places.lengths().length) {
            throw new IllegalStateException(
                    path + ": columns=" + column + " were written, != " + places.lengths().length);
        }
        var digest = new CRC32C();
        digest.update(head.duplicate().clear());
        write(head.rewind().limit(head.capacity()), 0);
        if (lasting) {
            channel.force(true);
        }
        channel.close();
        Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return new StoredFile(places.fileBytes(), (int) digest.getValue());
    }

    /** Leaves nothing behind of a file that was not finished. */
    @Override
    public void close() throws IOException {
        arena.close();
        if (channel.isOpen()) {
            channel.close();
            Files.deleteIfExists(unfinished);
        }
    }
}
