package dev.weft.graph.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The file that makes a folder a binary graph. It is written last and says what all others must be.
 *
 * @param skippedLines of the files that the graph was read from
 * @param firstId the least id, where ids are contiguous and so have no column
 * @param starts the first vertex of each partition, and the number of vertices at the end
 * @param inEntries neighbours along edges that come in, by partition
 * @param outEntries the same, of an undirected graph
 * @param verticesFile all columns of vertices
 * @param parts by partition; none for one without vertices
 */
@SuppressWarnings("ArrayRecordComponent")
public record GraphHeader(
        boolean directed,
        long edges,
        long skippedLines,
        long firstId,
        List<Column> columns,
        int[] starts,
        int[] inEntries,
        int[] outEntries,
        StoredFile verticesFile,
        List<StoredFile> parts) {
    /** The file in the graph's folder. */
    public static final String NAME = "graph.weft";

    static final int VERSION = 1;

    /** A column and its place among those of its file. */
    public record Place(Column column, int index) {}

    public GraphHeader {
        columns = List.copyOf(columns);
        parts = List.copyOf(parts);
    }

    public int vertices() {
        return starts[starts.length - 1];
    }

    public int partitionCount() {
        return starts.length - 1;
    }

    public Optional<Place> find(String name, Column.Of of) {
        int index = 0;
        for (Column column : columns) {
            if (column.name().equals(name) && column.of() == of) {
                return Optional.of(new Place(column, index));
            }
            index += column.of().inParts() == of.inParts() ? 1 : 0;
        }
        return Optional.empty();
    }

    /** How many columns each partition's file has. */
    public int columnsInParts() {
        return (int) columns.stream().filter(column -> column.of().inParts()).count();
    }

    public int columnsOfVertices() {
        return columns.size() - columnsInParts();
    }

    static void requireVersion(Path path, int version) throws IOException {
        if (version != VERSION) {
            throw new IOException(
                    path + " has version=" + version + " of the binary graph, and this Weft reads version=" + VERSION
                            + ": convert the graph again with this Weft");
        }
    }

    /** Writes the file; it stands under its name when all of it has been written. */
    public void write(Path folder, boolean lasting) throws IOException {
        HeaderFile.write(this, folder, lasting);
    }

    /** @throws IOException if there is none, or it is not what was written, with file and reason */
    public static GraphHeader read(Path folder) throws IOException {
        return HeaderFile.read(folder);
    }

    /** Two graphs of the same digest are the same, whatever folder they are in. */
    public int digest() {
        ByteBuffer bytes = HeaderFile.encoded(this);
        return bytes.getInt(bytes.limit() - Integer.BYTES);
    }

    void requireSound(Path path) throws IOException {
        boolean sound = partitionCount() > 0 && starts[0] == 0 && edges >= 0 && skippedLines >= 0;
        for (int p = 0; p < partitionCount() && sound; p++) {
            sound = starts[p + 1] >= starts[p] && inEntries[p] >= 0 && outEntries[p] >= 0;
        }
        if (!sound) {
            throw new IOException(path + " contradicts itself: convert the graph again");
        }
    }
}
