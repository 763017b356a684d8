package dev.weft.graph.source;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.weft.runtime.UsageException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A serialized graph of the GAP Benchmark Suite (Beamer, Asanović, Patterson, 2015), mapped into memory: one byte that says whether it is
 * directed, the number of adjacency entries, that of vertices, the offset of each vertex's first entry and of the end, the entries; of a
 * directed graph then offsets and entries once more, of incoming edges. An entry is a neighbour, in a weighted graph with its weight. All
 * numbers are little-endian.
 *
 * @param vertices numbered from 0
 * @param entries in one direction; an undirected edge has two
 * @param out each vertex's edges
 * @param in of a directed graph the same edges by their targets, else the same as {@code out}
 */
record GapFile(String name, boolean directed, boolean weighted, int vertices, long entries, Rows out, Rows in) {
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(LITTLE_ENDIAN);
    private static final long HEADER_BYTES = 1 + 2 * Long.BYTES;

    /** Adjacency in one direction, as it stands in the file: not checked. */
    record Rows(MemorySegment offsets, MemorySegment entries, int entryBytes) {
        long start(long vertex) {
            return offsets.getAtIndex(LONG, vertex);
        }

        int neighbour(long entry) {
            return entries.get(INT, entry * entryBytes);
        }

        /** 1 if there are no weights. */
        int weight(long entry) {
            return entryBytes == Integer.BYTES ? 1 : entries.get(INT, entry * entryBytes + Integer.BYTES);
        }
    }

    /**
     * Maps the file.
     *
     * @param arena the file stays mapped until it is closed
     * @throws UsageException if the file's size is not what its header says
     */
    static GapFile map(Path path, boolean weighted, Arena arena) {
        try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return of(path.toString(), weighted, channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena));
        } catch (IOException failure) {
            throw new UsageException(path + " can't be read: " + failure.getMessage() + ": check the file", failure);
        }
    }

    private static GapFile of(String name, boolean weighted, MemorySegment file) {
        long size = file.byteSize();
        if (size < HEADER_BYTES) {
            throw new UsageException(name + " has bytes=" + size + " < " + HEADER_BYTES
                    + ", those of a header: it is no serialized graph of the GAP Benchmark Suite, or incomplete");
        }
        byte direction = file.get(JAVA_BYTE, 0);
        long entries = file.get(LONG, 1);
        long vertices = file.get(LONG, 1 + Long.BYTES);
        int entryBytes = weighted ? 2 * Integer.BYTES : Integer.BYTES;
        if (direction < 0 || direction > 1 || entries < 0 || vertices < 0) {
            throw new UsageException(name + " begins with directed=" + direction + ", entries=" + entries
                    + ", vertices=" + vertices + ": it is no serialized graph of the GAP Benchmark Suite, or damaged");
        }
        boolean directed = direction == 1;
        requireSize(name, size, directed ? 2 : 1, vertices, entries, entryBytes);
        Vertices.requireAtMost(Vertices.MOST, vertices, name);
        long rowsBytes = rowsBytes(vertices, entries, entryBytes);
        Rows out = rows(file.asSlice(HEADER_BYTES, rowsBytes), vertices, entryBytes);
        Rows in = directed ? rows(file.asSlice(HEADER_BYTES + rowsBytes, rowsBytes), vertices, entryBytes) : out;
        return new GapFile(name, directed, weighted, (int) vertices, entries, out, in);
    }

    private static void requireSize(
            String name, long size, int directions, long vertices, long entries, int entryBytes) {
        boolean overflows = vertices > size / Long.BYTES || entries > size / entryBytes;
        if (overflows || size != HEADER_BYTES + directions * rowsBytes(vertices, entries, entryBytes)) {
            throw new UsageException(name + " has bytes=" + size + ", which is not the size of "
                    + (directions == 2 ? "a directed" : "an undirected") + " graph with vertices=" + vertices
                    + " and entries=" + entries + ", as its header says: it is incomplete or damaged, or "
                    + (entryBytes == Integer.BYTES
                            ? "has weights and should end in .wsg"
                            : "has no weights and should end in .sg"));
        }
    }

    private static long rowsBytes(long vertices, long entries, int entryBytes) {
        return (vertices + 1) * Long.BYTES + entries * entryBytes;
    }

    private static Rows rows(MemorySegment rows, long vertices, int entryBytes) {
        long offsetsBytes = (vertices + 1) * Long.BYTES;
        return new Rows(rows.asSlice(0, offsetsBytes), rows.asSlice(offsetsBytes), entryBytes);
    }
}
