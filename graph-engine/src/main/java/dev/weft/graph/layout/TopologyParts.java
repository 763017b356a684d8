package dev.weft.graph.layout;

import dev.weft.graph.source.LoadProgress;
import dev.weft.graph.source.StoredIds;
import dev.weft.graph.store.StoreReader;
import dev.weft.graph.store.StoreWriter;
import dev.weft.runtime.Ids;
import dev.weft.runtime.ThreadTeam;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A topology in a folder: the file {@code vertices} with what is known of all vertices, and a file {@code part-P} for each virtual
 * partition that has any, with its neighbour lists. All workers write their own parts, and any of them reads those that it needs.
 */
public final class TopologyParts {
    private static final long VERTICES_MAGIC = 0x5352_4556_5446_4557L; // "WEFTVERS"
    private static final long PART_MAGIC = 0x5452_4150_5446_4557L; // "WEFTPART"
    private static final int VERSION = 2;

    private final Path folder;
    private final Workers workers;
    private final ThreadTeam team;
    private final LoadProgress progress;

    public TopologyParts(Path folder, Workers workers, ThreadTeam team, LoadProgress progress) {
        this.folder = folder;
        this.workers = workers;
        this.team = team;
        this.progress = progress;
    }

    /** Whether anything was ever written here. */
    public boolean exist() {
        return Files.isDirectory(folder);
    }

    /** A topology and how many bytes of files it was read from. */
    public record Read(Topology topology, long bytes) {}

    /** Writes this worker's parts, and the first worker's also what is known of all vertices. */
    public void write(Topology topology) throws IOException {
        Files.createDirectories(folder);
        VertexTables vertices = topology.vertices();
        if (workers.number() == 0) {
            write(topology, vertices);
        }
        forEachPart("writing parts", vertices, topology.held(), partition -> write(topology, partition));
    }

    private void write(Topology topology, VertexTables vertices) throws IOException {
        try (StoreWriter file = writer("vertices", VERTICES_MAGIC)) {
            file.putLong(topology.edgeCount());
            file.putLong(topology.skippedLines());
            file.putInt(topology.weightForm().width());
            file.putInt(vertices.directed() ? 1 : 0);
            StoredIds.write(vertices.ids(), file);
            file.putInts(vertices.internalIds());
            file.putInts(vertices.inDegrees());
            if (vertices.directed()) {
                file.putInts(vertices.outDegrees());
            }
            file.finish();
        }
    }

    private void write(Topology topology, int partition) throws IOException {
        try (StoreWriter file = writer("part-" + partition, PART_MAGIC)) {
            file.putInt(partition);
            file.putInt(topology.in().neighbours(partition).length);
            file.putInt(topology.out().neighbours(partition).length);
            write(topology.in(), partition, file);
            if (topology.directed()) {
                write(topology.out(), partition, file);
            }
            file.finish();
        }
    }

    private static void write(Adjacency adjacency, int partition, StoreWriter file) throws IOException {
        file.putInts(adjacency.neighbours(partition));
        if (adjacency.weighted()) {
            switch (adjacency.weights(partition)) {
                case Weights.Bytes(byte[] values) -> file.putBytes(values);
                case Weights.Ints(int[] values) -> file.putInts(values);
                case Weights.Doubles(double[] values) -> file.putDoubles(values);
            }
        }
    }

    private StoreWriter writer(String name, long magic) throws IOException {
        return StoreWriter.to(
                folder.resolve(name),
                "worker-" + workers.number() + "-" + ProcessHandle.current().pid(),
                magic,
                VERSION);
    }

    /**
     * Reads what this worker needs.
     *
     * @throws IOException if a part is missing or not what was written
     */
    public Read read() throws IOException {
        var bytes = new AtomicLong();
        try (StoreReader file = StoreReader.of(folder.resolve("vertices"), VERTICES_MAGIC, VERSION)) {
            long edgeCount = file.takeLong();
            long skippedLines = file.takeLong();
            WeightForm form = form(file);
            VertexTables vertices = vertices(file);
            bytes.addAndGet(file.bytes());
            PartitionRange held = workers.held(vertices.partitionCount());
            Adjacency[] both = adjacency(vertices, held, form, bytes);
            var topology = new Topology(vertices, held, both[0], both[1], edgeCount, skippedLines);
            return new Read(topology, bytes.get());
        }
    }

    private WeightForm form(StoreReader file) throws IOException {
        int width = file.takeInt();
        return WeightForm.withWidth(width)
                .orElseThrow(() -> new IOException(folder + ": no weights take bytes=" + width));
    }

    private VertexTables vertices(StoreReader file) throws IOException {
        boolean directed = file.takeInt() != 0;
        Ids ids = StoredIds.read(file);
        var internalIds = new int[ids.size()];
        file.takeInts(internalIds);
        var in = new int[ids.size()];
        file.takeInts(in);
        int[] out = in;
        if (directed) {
            out = new int[ids.size()];
            file.takeInts(out);
        }
        file.finish();
        return VertexTables.of(ids, directed, internalIds, in, out, team);
    }

    /** Inward and outward. */
    private Adjacency[] adjacency(VertexTables vertices, PartitionRange held, WeightForm form, AtomicLong bytes)
            throws IOException {
        var in = new AdjacencyBuilder(vertices.partitionStarts(), vertices.inDegrees(), held, form, team);
        var out = vertices.directed()
                ? new AdjacencyBuilder(vertices.partitionStarts(), vertices.outDegrees(), held, form, team)
                : in;
        forEachPart("reading parts", vertices, held, partition -> {
            try (StoreReader file = StoreReader.of(folder.resolve("part-" + partition), PART_MAGIC, VERSION)) {
                file.require("partition", file.takeInt(), partition);
                file.require("entries", file.takeInt(), in.neighbours(partition).length);
                file.require("entries", file.takeInt(), out.neighbours(partition).length);
                read(file, in, partition, form);
                if (vertices.directed()) {
                    read(file, out, partition, form);
                }
                file.finish();
                bytes.addAndGet(file.bytes());
            }
        });
        Adjacency inward = in.asFilled();
        return new Adjacency[] {inward, vertices.directed() ? out.asFilled() : inward};
    }

    private static void read(StoreReader file, AdjacencyBuilder adjacency, int partition, WeightForm form)
            throws IOException {
        file.takeInts(adjacency.neighbours(partition));
        if (form != WeightForm.NONE) {
            switch (adjacency.weights(partition)) {
                case Weights.Bytes(byte[] values) -> file.takeBytes(values);
                case Weights.Ints(int[] values) -> file.takeInts(values);
                case Weights.Doubles(double[] values) -> file.takeDoubles(values);
            }
        }
    }

    /** What is done with a part. */
    @FunctionalInterface
    private interface PartBody {
        void run(int partition) throws IOException;
    }

    /** On all threads of the team; a failure there would be that of a rank, so it is carried here first. */
    private void forEachPart(String phase, VertexTables vertices, PartitionRange range, PartBody body)
            throws IOException {
        var failures = new ConcurrentLinkedQueue<IOException>();
        var done = new AtomicInteger();
        team.forEachChunk(range.size(), (i, _) -> {
            int partition = range.first() + i;
            if (failures.isEmpty() && vertices.vertices(partition) > 0) {
                try {
                    body.run(partition);
                } catch (IOException e) {
                    failures.add(e);
                }
            }
            progress.at(phase, (double) done.incrementAndGet() / range.size());
        });
        if (!failures.isEmpty()) {
            throw failures.remove();
        }
    }
}
