package dev.weft.graph.layout;

import dev.weft.graph.source.LoadProgress;
import dev.weft.graph.source.StoredIds;
import dev.weft.graph.store.Column;
import dev.weft.graph.store.ColumnFileWriter;
import dev.weft.graph.store.ColumnType;
import dev.weft.graph.store.GraphHeader;
import dev.weft.graph.store.StoredFile;
import dev.weft.runtime.ThreadTeam;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** Writes a {@link BinaryGraph}. The same graph gives the same bytes, whoever writes them. */
final class BinaryGraphWriter {
    private final Path folder;
    private final Topology topology;
    private final VertexTables vertices;
    private final Workers workers;
    private final ThreadTeam team;
    private final LoadProgress progress;
    private final boolean lasting;
    private final String writer;
    private final StoredIds ids;
    /** Lengths and digests of the partitions' files, then of that of vertices; last, how many workers failed. */
    private final long[] told;

    BinaryGraphWriter(
            Path folder, Topology topology, Workers workers, ThreadTeam team, LoadProgress progress, boolean lasting) {
        this.folder = folder;
        this.topology = topology;
        this.vertices = topology.vertices();
        this.workers = workers;
        this.team = team;
        this.progress = progress;
        this.lasting = lasting;
        this.writer =
                "worker-" + workers.number() + "-" + ProcessHandle.current().pid();
        this.ids = StoredIds.of(vertices.ids());
        this.told = new long[2 * (vertices.partitionCount() + 1) + 1];
    }

    void write() throws IOException {
        Optional<IOException> failure = ownFiles();
        told[told.length - 1] = failure.isPresent() ? 1 : 0;
        workers.sum(told);
        if (failure.isPresent()) {
            throw failure.get();
        }
        if (told[told.length - 1] > 0) {
            throw new IOException(folder + ": another worker could not write its partitions");
        }
        if (workers.number() == 0) {
            header().write(folder, lasting);
        }
    }

    private Optional<IOException> ownFiles() {
        try {
            Files.createDirectories(folder);
            if (workers.number() == 0) {
                Files.deleteIfExists(folder.resolve(GraphHeader.NAME));
                tell(vertices.partitionCount(), writeVertices());
            }
            PartitionRange held = topology.held();
            BinaryGraph.forEach(held.size(), "writing partitions", team, progress, i -> {
                int partition = held.first() + i;
                if (vertices.vertices(partition) > 0) {
                    tell(partition, writePart(partition));
                }
            });
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(e);
        }
    }

    private void tell(int file, StoredFile stored) {
        told[2 * file] = stored.bytes();
        told[2 * file + 1] = stored.digest();
    }

    private StoredFile told(int file) {
        return new StoredFile(told[2 * file], (int) told[2 * file + 1]);
    }

    private StoredFile writeVertices() throws IOException {
        progress.at("writing vertices", 0);
        long ints = (long) Integer.BYTES * topology.vertexCount();
        long[] lengths = new long[vertices.directed() ? 4 : 3];
        Arrays.fill(lengths, ints);
        lengths[0] = switch (ids) {
            case StoredIds.Contiguous _ -> 0;
            case StoredIds.Listed(long[] listed) -> (long) Long.BYTES * listed.length;
            case StoredIds.Named(byte[] texts) -> texts.length;
        };
        boolean contiguous = ids instanceof StoredIds.Contiguous;
        long[] columns = contiguous ? Arrays.copyOfRange(lengths, 1, lengths.length) : lengths;
        Path path = BinaryGraph.verticesFile(folder);
        try (ColumnFileWriter file = ColumnFileWriter.to(path, writer, BinaryGraph.ALL_VERTICES, columns)) {
            switch (ids) {
                case StoredIds.Contiguous _ -> {}
                case StoredIds.Listed(long[] listed) -> file.put(listed, ColumnType.INT64);
                case StoredIds.Named(byte[] texts) -> file.put(texts, ColumnType.TEXT);
            }
            file.put(vertices.internalIds(), ColumnType.INT32);
            file.put(vertices.inDegrees(), ColumnType.INT32);
            if (vertices.directed()) {
                file.put(vertices.outDegrees(), ColumnType.INT32);
            }
            return file.finish(lasting);
        }
    }

    private StoredFile writePart(int partition) throws IOException {
        List<Adjacency> directions =
                topology.directed() ? List.of(topology.in(), topology.out()) : List.of(topology.in());
        int width = topology.weightForm().width();
        long[] lengths = directions.stream()
                .mapToLong(direction -> direction.neighbours(partition).length)
                .flatMap(entries -> width == 0
                        ? LongStream.of(Integer.BYTES * entries)
                        : LongStream.of(Integer.BYTES * entries, width * entries))
                .toArray();
        Path path = BinaryGraph.part(folder, partition);
        try (ColumnFileWriter file = ColumnFileWriter.to(path, writer, partition, lengths)) {
            for (Adjacency direction : directions) {
                file.put(direction.neighbours(partition), ColumnType.INT32);
                if (topology.weighted()) {
                    putWeights(direction.weights(partition), file);
                }
            }
            return file.finish(lasting);
        }
    }

    private static void putWeights(Weights weights, ColumnFileWriter file) throws IOException {
        switch (weights) {
            case Weights.Bytes(byte[] values) -> file.put(values, ColumnType.UINT8);
            case Weights.Ints(int[] values) -> file.put(values, ColumnType.INT32);
            case Weights.Doubles(double[] values) -> file.put(values, ColumnType.FLOAT64);
        }
    }

    private GraphHeader header() {
        int partitions = vertices.partitionCount();
        var parts = new ArrayList<StoredFile>();
        for (int p = 0; p < partitions; p++) {
            parts.add(told(p));
        }
        return new GraphHeader(
                topology.directed(),
                topology.edgeCount(),
                topology.skippedLines(),
                ids instanceof StoredIds.Contiguous(long first) ? first : 0,
                GraphColumns.of(topology, idColumn()),
                vertices.partitionStarts(),
                entries(topology.in()),
                entries(topology.out()),
                told(partitions),
                parts);
    }

    private Optional<Column> idColumn() {
        return switch (ids) {
            case StoredIds.Contiguous _ -> Optional.empty();
            case StoredIds.Listed _ -> Optional.of(Column.required(GraphColumns.ID, Column.Of.IDS, ColumnType.INT64));
            case StoredIds.Named _ -> Optional.of(Column.required(GraphColumns.NAME, Column.Of.IDS, ColumnType.TEXT));
        };
    }

    private int[] entries(Adjacency adjacency) {
        var entries = new int[vertices.partitionCount()];
        Arrays.setAll(entries, partition -> Math.toIntExact(adjacency.entries(partition, partition + 1)));
        return entries;
    }
}
