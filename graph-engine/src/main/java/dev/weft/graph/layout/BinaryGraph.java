package dev.weft.graph.layout;

import dev.weft.graph.source.LoadProgress;
import dev.weft.graph.store.GraphHeader;
import dev.weft.runtime.ThreadTeam;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A topology in a folder, as {@code weft convert} writes it and as a job keeps it for its later attempts: a file for each virtual partition
 * with its neighbour lists, one with what is known of all vertices, and last the header, without which the folder holds no graph.
 * All workers write their own partitions, and any of them reads those that it needs.
 */
public final class BinaryGraph {
    static final int ALL_VERTICES = -1;
    private static final String VERTICES = "vertices.weft";

    private final Path folder;
    private final Workers workers;
    private final ThreadTeam team;
    private final LoadProgress progress;

    public BinaryGraph(Path folder, Workers workers, ThreadTeam team, LoadProgress progress) {
        this.folder = folder;
        this.workers = workers;
        this.team = team;
        this.progress = progress;
    }

    /** Whether the folder holds one, or what is left of one. */
    public static boolean isIn(Path folder) {
        return Files.exists(folder.resolve(GraphHeader.NAME)) || Files.exists(folder.resolve(VERTICES));
    }

    /** The folder, if a graph's name is that of one which holds a binary graph, or what is left of one. */
    public static Optional<Path> named(String graph) {
        try {
            return Optional.of(Path.of(graph)).filter(BinaryGraph::isIn);
        } catch (InvalidPathException _) {
            return Optional.empty();
        }
    }

    static Path verticesFile(Path folder) {
        return folder.resolve(VERTICES);
    }

    static Path part(Path folder, int partition) {
        return folder.resolve(partName(partition));
    }

    private static String partName(int partition) {
        return "part-" + partition + ".weft";
    }

    /** A file, and its length. */
    public record Needed(String name, long bytes) {}

    /** The files beside the header that some partitions need. */
    public static List<Needed> needed(GraphHeader header, PartitionRange held) {
        var files = new ArrayList<Needed>();
        files.add(new Needed(VERTICES, header.verticesFile().bytes()));
        for (int p = held.first(); p < held.end(); p++) {
            files.add(new Needed(partName(p), header.parts().get(p).bytes()));
        }
        files.removeIf(file -> file.bytes() == 0);
        return files;
    }

    /** The files that this worker has {@linkplain #write written} of a topology. */
    public List<String> written(Topology topology) {
        var files = new ArrayList<String>();
        PartitionRange held = topology.held();
        for (int p = held.first(); p < held.end(); p++) {
            if (topology.vertices().vertices(p) > 0) {
                files.add(partName(p));
            }
        }
        if (workers.number() == 0) {
            files.add(VERTICES);
            files.add(GraphHeader.NAME);
        }
        return files;
    }

    /** A topology and how many bytes of files it was read from. */
    public record Read(Topology topology, long bytes) {}

    /** Reads what this worker needs, as {@link #read(GraphHeader, Optional)}. */
    public Read read() throws IOException {
        return read(Optional.empty());
    }

    /** As {@link #read(GraphHeader, Optional)}. */
    public Read read(Optional<Topology> had) throws IOException {
        return read(GraphHeader.read(folder), had);
    }

    /**
     * Reads what this worker needs and lacks.
     *
     * @param had what it has of the same graph: other partitions, perhaps
     * @throws IOException if a file is missing or not what was written, with its name and the reason
     */
    public Read read(GraphHeader header, Optional<Topology> had) throws IOException {
        return new BinaryGraphReader(folder, header, team, progress).read(workers.held(header.partitionCount()), had);
    }

    /**
     * Writes this worker's partitions, and the first worker's also the rest. Collective among the leading ranks.
     *
     * @param lasting whether the graph is to outlive a power failure
     * @throws IOException if this worker or another one can't write; then the folder holds no graph
     */
    public void write(Topology topology, boolean lasting) throws IOException {
        new BinaryGraphWriter(folder, topology, workers, team, progress, lasting).write();
    }

    /** What is done with a partition or another piece. */
    @FunctionalInterface
    interface Body {
        void run(int index) throws IOException;
    }

    /** On all threads of the team; a failure there would be that of a rank, so it is carried here first. */
    static void forEach(int count, String phase, ThreadTeam team, LoadProgress progress, Body body) throws IOException {
        var failures = new ConcurrentLinkedQueue<IOException>();
        var done = new AtomicInteger();
        team.forEachChunk(count, (i, _) -> {
            if (failures.isEmpty()) {
                try {
                    body.run(i);
                } catch (IOException e) {
                    failures.add(e);
                }
            }
            progress.at(phase, (double) done.incrementAndGet() / count);
        });
        if (!failures.isEmpty()) {
            throw failures.remove();
        }
    }
}
