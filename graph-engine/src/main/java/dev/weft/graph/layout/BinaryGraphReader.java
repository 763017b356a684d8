package dev.weft.graph.layout;

import dev.weft.graph.source.LoadProgress;
import dev.weft.graph.source.StoredIds;
import dev.weft.graph.store.Column.Of;
import dev.weft.graph.store.ColumnFile;
import dev.weft.graph.store.ColumnType;
import dev.weft.graph.store.GraphHeader;
import dev.weft.runtime.Ids;
import dev.weft.runtime.ThreadTeam;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads a {@link BinaryGraph}: its arrays are made and filled by the threads that will use them, and each number is looked at once, while it is
 * in cache, for whether it can be what it says. Nothing is allocated before a file of that size was seen.
 */
final class BinaryGraphReader {
    private static final int[] ABSENT = {};
    private static final Weights[] NO_WEIGHTS = {};

    private final Path folder;
    private final GraphHeader header;
    private final GraphColumns columns;
    private final ThreadTeam team;
    private final LoadProgress progress;
    private final AtomicLong bytes = new AtomicLong();

    BinaryGraphReader(Path folder, GraphHeader header, ThreadTeam team, LoadProgress progress) {
        this.folder = folder;
        this.header = header;
        this.columns = new GraphColumns(folder, header);
        this.team = team;
        this.progress = progress;
    }

    /** @param had what this worker has of the same graph: it is not read again */
    BinaryGraph.Read read(PartitionRange held, Optional<Topology> had) throws IOException {
        columns.requireKnown();
        VertexTables vertices = had.isPresent() ? had.get().vertices() : vertices();
        WeightForm form = columns.weightForm();
        var in = new Direction(Of.IN_EDGES, header.inEntries(), vertices.inDegrees(), form);
        var out =
                header.directed() ? new Direction(Of.OUT_EDGES, header.outEntries(), vertices.outDegrees(), form) : in;
        BinaryGraph.forEach(held.size(), "reading partitions", team, progress, i -> {
            int partition = held.first() + i;
            if (had.isPresent() && had.get().held().contains(partition)) {
                in.take(had.get().in(), partition);
                out.take(had.get().out(), partition);
            } else if (vertices.vertices(partition) > 0) {
                readPart(partition, in, out);
            } else {
                in.empty(partition);
                out.empty(partition);
            }
        });
        Adjacency inward = in.adjacency();
        Adjacency outward = header.directed() ? out.adjacency() : inward;
        var topology = new Topology(vertices, held, inward, outward, header.edges(), header.skippedLines());
        return new BinaryGraph.Read(topology, bytes.get());
    }

    /** A column of vertices on its way into memory. */
    private record Wanted(int place, ColumnType type, Object[] array) {
        private static Wanted of(int place, ColumnType type) {
            return new Wanted(place, type, new Object[1]);
        }

        void allocate(int elements) {
            array[0] = switch (type) {
                case INT32 -> new int[elements];
                case INT64 -> new long[elements];
                case FLOAT64 -> new double[elements];
                case UINT8, TEXT -> new byte[elements];
            };
        }
    }

    private VertexTables vertices() throws IOException {
        Path path = BinaryGraph.verticesFile(folder);
        try (ColumnFile file =
                ColumnFile.open(path, BinaryGraph.ALL_VERTICES, header.columnsOfVertices(), header.verticesFile())) {
            bytes.addAndGet(file.bytes());
            Wanted order = wanted(GraphColumns.ORDER, Of.IDS, ColumnType.INT32);
            Wanted in = wanted(GraphColumns.IN_DEGREE, Of.VERTICES, ColumnType.INT32);
            Wanted out = header.directed() ? wanted(GraphColumns.OUT_DEGREE, Of.VERTICES, ColumnType.INT32) : in;
            var all = new ArrayList<Wanted>(List.of(order, in));
            if (header.directed()) {
                all.add(out);
            }
            boolean listed = columns.has(GraphColumns.ID, Of.IDS);
            boolean named = columns.has(GraphColumns.NAME, Of.IDS);
            if (listed) {
                all.add(wanted(GraphColumns.ID, Of.IDS, ColumnType.INT64));
            } else if (named) {
                all.add(wanted(GraphColumns.NAME, Of.IDS, ColumnType.TEXT));
            }
            readAll(file, all);
            int[] internalIds = (int[]) order.array[0];
            Object last = all.getLast().array[0];
            StoredIds stored = listed
                    ? new StoredIds.Listed((long[]) last)
                    : named ? new StoredIds.Named((byte[]) last) : new StoredIds.Contiguous(header.firstId());
            Ids ids = stored.ids(header.vertices())
                    .orElseThrow(() -> new IOException(path + ": the names are not those of all vertices"));
            return VertexTables.of(
                    ids,
                    header.directed(),
                    internalIds,
                    header.starts(),
                    (int[]) in.array[0],
                    (int[]) out.array[0],
                    team);
        }
    }

    private Wanted wanted(String name, Of of, ColumnType type) throws IOException {
        return Wanted.of(columns.place(name, of, type), type);
    }

    private void readAll(ColumnFile file, List<Wanted> all) throws IOException {
        for (Wanted column : all) {
            if (column.type != ColumnType.TEXT) {
                file.requireLength(column.place, (long) header.vertices() * column.type.width());
            }
        }
        team.forEachChunk(all.size(), (c, _) -> {
            Wanted column = all.get(c);
            column.allocate(Math.toIntExact(file.length(column.place) / column.type.width()));
        });
        var firstBlocks = new int[all.size() + 1];
        for (int c = 0; c < all.size(); c++) {
            firstBlocks[c + 1] = firstBlocks[c] + file.blocks(all.get(c).place);
        }
        BinaryGraph.forEach(firstBlocks[all.size()], "reading vertices", team, progress, block -> {
            int c = 0;
            while (firstBlocks[c + 1] <= block) {
                c++;
            }
            Wanted column = all.get(c);
            int inColumn = block - firstBlocks[c];
            file.read(column.place, inColumn, column.array[0], column.type);
            if (c == 0) {
                requireVertices(BinaryGraph.verticesFile(folder), (int[]) column.array[0], inColumn);
            }
        });
    }

    private void readPart(int partition, Direction in, Direction out) throws IOException {
        Path path = BinaryGraph.part(folder, partition);
        try (ColumnFile file = ColumnFile.open(
                path, partition, header.columnsInParts(), header.parts().get(partition))) {
            bytes.addAndGet(file.bytes());
            in.read(file, path, partition);
            if (header.directed()) {
                out.read(file, path, partition);
            }
        }
    }

    /** The adjacency of one direction as it is filled. */
    private final class Direction {
        private final int[] entries;
        private final int[] degrees;
        private final WeightForm form;
        private final int neighbourPlace;
        private final int weightPlace;
        private final int[][] offsets = absent();
        private final int[][] neighbours = absent();
        private final int[][] firsts = absent();
        private final Weights[] weights;

        Direction(Of of, int[] entries, int[] degrees, WeightForm form) throws IOException {
            this.entries = entries;
            this.degrees = degrees;
            this.form = form;
            this.neighbourPlace = columns.place(GraphColumns.NEIGHBOUR, of, ColumnType.INT32);
            this.weightPlace = form == WeightForm.NONE
                    ? 0
                    : columns.place(GraphColumns.WEIGHT, of, form.stored().orElseThrow());
            this.weights = form == WeightForm.NONE ? NO_WEIGHTS : form.absent(header.partitionCount());
        }

        private int[][] absent() {
            var arrays = new int[header.partitionCount()][];
            Arrays.fill(arrays, ABSENT);
            return arrays;
        }

        void take(Adjacency from, int partition) {
            offsets[partition] = from.offsets(partition);
            neighbours[partition] = from.neighbours(partition);
            firsts[partition] = from.firstNeighbours(partition);
            if (form != WeightForm.NONE) {
                weights[partition] = from.weights(partition);
            }
        }

        void empty(int partition) {
            offsets[partition] = new int[1];
        }

        void read(ColumnFile file, Path path, int partition) throws IOException {
            int count = entries[partition];
            file.requireLength(neighbourPlace, (long) Integer.BYTES * count);
            offsets[partition] = offsets(partition, count);
            var values = new int[count];
            file.read(neighbourPlace, values, ColumnType.INT32);
            requireVertices(path, values, 0, count);
            neighbours[partition] = values;
            firsts[partition] = Adjacency.firsts(offsets[partition], values);
            if (form != WeightForm.NONE) {
                file.requireLength(weightPlace, (long) form.width() * count);
                weights[partition] = form.allocate(count);
                readWeights(file, weights[partition]);
            }
        }

        private void readWeights(ColumnFile file, Weights to) throws IOException {
            switch (to) {
                case Weights.Bytes(byte[] values) -> file.read(weightPlace, values, ColumnType.UINT8);
                case Weights.Ints(int[] values) -> file.read(weightPlace, values, ColumnType.INT32);
                case Weights.Doubles(double[] values) -> file.read(weightPlace, values, ColumnType.FLOAT64);
            }
        }

        private int[] offsets(int partition, int count) throws IOException {
            int first = header.starts()[partition];
            int vertices = header.starts()[partition + 1] - first;
            var offsets = new int[vertices + 1];
            long next = 0;
            int least = 0;
            for (int i = 0; i < vertices; i++) {
                int degree = degrees[first + i];
                least = Math.min(least, degree);
                next += degree;
                offsets[i + 1] = (int) next;
            }
            if (least < 0 || next != count) {
                throw new IOException(BinaryGraph.verticesFile(folder) + ": the degrees in partition " + partition
                        + " make entries=" + next + " != " + count + ", which " + GraphHeader.NAME + " says");
            }
            return offsets;
        }

        Adjacency adjacency() {
            var entriesBefore = new long[entries.length + 1];
            for (int p = 0; p < entries.length; p++) {
                entriesBefore[p + 1] = entriesBefore[p] + entries[p];
            }
            return new Adjacency(offsets, neighbours, firsts, weights, degrees, entriesBefore);
        }
    }

    private void requireVertices(Path path, int[] values, int block) throws IOException {
        int perBlock = ColumnFile.elementsPerBlock(ColumnType.INT32);
        int from = block * perBlock;
        requireVertices(path, values, from, Math.min(values.length, from + perBlock));
    }

    private void requireVertices(Path path, int[] values, int from, int to) throws IOException {
        int last = header.vertices() - 1;
        int outside = 0;
        for (int i = from; i < to; i++) {
            outside |= values[i] | (last - values[i]);
        }
        if (outside < 0) {
            throw new IOException(path + " names a vertex that is none of the " + header.vertices());
        }
    }
}
