package dev.weft.graph.store;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/** The bytes of a {@link GraphHeader}: docs/formats.md has them in a table. */
final class HeaderFile {
    private static final long MAGIC = 0x4850_5247_5446_4557L; // "WEFTGRPH"
    private static final int DIRECTED = 1;
    private static final int OPTIONAL = 1;
    private static final int FIXED_BYTES = 68;
    private static final int BYTES_PER_COLUMN = 4;
    private static final int BYTES_PER_PARTITION = 4 * Integer.BYTES + Long.BYTES;
    private static final long MOST_BYTES = 1 << 24;

    private HeaderFile() {}

    /** Writes the file; it stands under its name when all of it has been written. */
    static void write(GraphHeader header, Path folder, boolean lasting) throws IOException {
        Path unfinished = folder.resolve(
                "." + GraphHeader.NAME + "." + ProcessHandle.current().pid());
        try (FileChannel channel = FileChannel.open(
                unfinished,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            ByteBuffer bytes = encoded(header);
            while (bytes.hasRemaining()) {
                int _ = channel.write(bytes);
            }
            if (lasting) {
                channel.force(true);
            }
            Files.move(
                    unfinished,
                    folder.resolve(GraphHeader.NAME),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    static ByteBuffer encoded(GraphHeader header) {
        int size = FIXED_BYTES + Integer.BYTES + BYTES_PER_PARTITION * header.partitionCount() + Integer.BYTES;
        List<byte[]> names = header.columns().stream()
                .map(column -> column.name().getBytes(StandardCharsets.UTF_8))
                .toList();
        size += names.stream().mapToInt(name -> BYTES_PER_COLUMN + name.length).sum();
        ByteBuffer to = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        to.putLong(MAGIC).putInt(GraphHeader.VERSION).putInt(header.directed() ? DIRECTED : 0);
        to.putLong(header.vertices()).putLong(header.edges());
        to.putLong(header.skippedLines()).putLong(header.firstId());
        to.putInt(header.columns().size()).putInt(header.partitionCount());
        to.putLong(header.verticesFile().bytes()).putInt(header.verticesFile().digest());
        for (int c = 0; c < header.columns().size(); c++) {
            Column column = header.columns().get(c);
            to.put((byte) column.of().code).put((byte) column.typeCode());
            to.put((byte) (column.optional() ? OPTIONAL : 0)).put((byte) names.get(c).length);
            to.put(names.get(c));
        }
        putInts(to, header.starts());
        putInts(to, header.inEntries());
        putInts(to, header.outEntries());
        header.parts().forEach(part -> to.putLong(part.bytes()));
        header.parts().forEach(part -> to.putInt(part.digest()));
        to.putInt(checksum(to));
        return to.flip();
    }

    private static void putInts(ByteBuffer to, int[] values) {
        for (int value : values) {
            to.putInt(value);
        }
    }

    /** Of all bytes before the position. */
    private static int checksum(ByteBuffer bytes) {
        var checksum = new CRC32C();
        checksum.update(bytes.duplicate().flip());
        return (int) checksum.getValue();
    }

    /** @throws IOException if there is none, or it is not what was written, with file and reason */
    static GraphHeader read(Path folder) throws IOException {
        Path path = folder.resolve(GraphHeader.NAME);
        ByteBuffer from = ByteBuffer.wrap(content(path)).order(ByteOrder.LITTLE_ENDIAN);
        if (from.remaining() < Long.BYTES || from.getLong() != MAGIC) {
            throw new IOException(path + " is not the header of a Weft binary graph");
        }
        if (from.remaining() < Integer.BYTES) {
            throw new IOException(path + " ends too early, after bytes=" + from.limit());
        }
        GraphHeader.requireVersion(path, from.getInt());
        int position = from.position();
        int end = from.limit() - Integer.BYTES;
        if (end < position || from.getInt(end) != checksum(from.position(end))) {
            throw new IOException(path + " is not what was written (CRC-32C): convert the graph again");
        }
        try {
            GraphHeader header = decoded(path, from.position(position).limit(end));
            header.requireSound(path);
            return header;
        } catch (BufferUnderflowException e) {
            throw new IOException(path + " ends too early, after bytes=" + (end + Integer.BYTES), e);
        }
    }

    private static byte[] content(Path path) throws IOException {
        try {
            if (Files.size(path) > MOST_BYTES) {
                throw new IOException(path + " is not the header of a Weft binary graph: it has bytes="
                        + Files.size(path) + " > " + MOST_BYTES);
            }
            return Files.readAllBytes(path);
        } catch (NoSuchFileException e) {
            throw new IOException("there is no file " + path + ": the graph was never finished, convert it again", e);
        }
    }

    private static GraphHeader decoded(Path path, ByteBuffer from) throws IOException {
        int flags = from.getInt();
        if ((flags & ~DIRECTED) != 0) {
            throw new IOException(path + ": flags=" + flags + " are not known to this Weft");
        }
        long vertices = from.getLong();
        long edges = from.getLong();
        long skipped = from.getLong();
        long firstId = from.getLong();
        int columnCount = count(path, from, BYTES_PER_COLUMN);
        int partitions = count(path, from, BYTES_PER_PARTITION);
        var verticesFile = new StoredFile(from.getLong(), from.getInt());
        var columns = new ArrayList<Column>();
        for (int c = 0; c < columnCount; c++) {
            columns.add(column(path, from));
        }
        int[] starts = ints(from, partitions + 1);
        if (starts[partitions] != vertices) {
            throw new IOException(path + ": vertices=" + vertices + " != " + starts[partitions]);
        }
        int[] in = ints(from, partitions);
        int[] out = ints(from, partitions);
        List<StoredFile> parts = files(from, partitions);
        if (from.hasRemaining()) {
            throw new IOException(path + ": bytes=" + from.remaining() + " too many");
        }
        return new GraphHeader(
                (flags & DIRECTED) != 0, edges, skipped, firstId, columns, starts, in, out, verticesFile, parts);
    }

    /** A number of things that still follow. */
    private static int count(Path path, ByteBuffer from, int bytesEach) throws IOException {
        int count = from.getInt();
        if (count < 0 || (long) count * bytesEach > from.remaining()) {
            throw new IOException(path + ": count=" + count + " does not fit into bytes=" + from.limit());
        }
        return count;
    }

    private static Column column(Path path, ByteBuffer from) throws IOException {
        int of = from.get();
        int type = from.get();
        int flags = from.get();
        var name = new byte[Byte.toUnsignedInt(from.get())];
        from.get(name);
        String text = new String(name, StandardCharsets.UTF_8);
        Optional<Column.Of> known = Column.Of.ofCode(of);
        if (known.isEmpty() || (flags & ~OPTIONAL) != 0) {
            throw new IOException(path + ": the column \"" + text + "\" is of a kind that this Weft doesn't know: of="
                    + of + ", flags=" + flags);
        }
        return new Column(text, known.get(), type, flags == OPTIONAL);
    }

    private static int[] ints(ByteBuffer from, int count) {
        var values = new int[count];
        from.asIntBuffer().get(values);
        from.position(from.position() + count * Integer.BYTES);
        return values;
    }

    private static List<StoredFile> files(ByteBuffer from, int count) {
        var bytes = new long[count];
        from.asLongBuffer().get(bytes);
        from.position(from.position() + count * Long.BYTES);
        int[] digests = ints(from, count);
        var files = new ArrayList<StoredFile>(count);
        for (int i = 0; i < count; i++) {
            files.add(new StoredFile(bytes[i], digests[i]));
        }
        return files;
    }
}
