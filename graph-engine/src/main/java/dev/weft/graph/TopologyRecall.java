package dev.weft.graph;

import dev.weft.collectives.Op;
import dev.weft.graph.layout.BinaryGraph;
import dev.weft.graph.layout.Topology;
import dev.weft.graph.layout.Workers;
import dev.weft.graph.source.LoadProgress;
import dev.weft.runtime.Rank;
import dev.weft.runtime.ThreadTeam;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Spares a worker the loading of a graph that it, or others, had in an earlier attempt of the job. A worker that still has its topology
 * uses it; one that lacks it, or some of its partitions, reads what it lacks from the parts that loading wrote into the job's folder, or else all of its
 * partitions from those that were sent to the store of its checkpoints. Only where one of them can do none of it, all load from the source. Used by the
 * leading ranks, which agree on each decision.
 */
final class TopologyRecall {
    private static final Logger LOG = LoggerFactory.getLogger(TopologyRecall.class);
    private static final int DIGEST_BYTES = 8;

    private final Rank rank;
    private final String key;
    private final Workers workers;
    private final ThreadTeam team;
    private final LoadProgress progress;
    private final Optional<Path> folder;
    private final Optional<BinaryGraph> parts;
    private final Optional<TopologyArchive> archive;

    TopologyRecall(Rank rank, String key, Workers workers, ThreadTeam team, LoadProgress progress) {
        this.rank = rank;
        this.key = key;
        this.workers = workers;
        this.team = team;
        this.progress = progress;
        this.folder = rank.jobFolder().map(job -> partsFolder(job, key));
        this.parts = folder.map(partsFolder -> new BinaryGraph(partsFolder, workers, team, progress));
        this.archive = rank.jobStore().map(store -> new TopologyArchive(store, name(key)));
    }

    static Path partsFolder(Path jobFolder, String key) {
        return jobFolder.resolve("graph").resolve(name(key));
    }

    private static String name(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** @param load loads the graph from its source, together with all other workers */
    LoadedTopology orElse(Supplier<LoadedTopology> load) {
        LoadedTopology topology = recalled().orElseGet(() -> loaded(load));
        rank.kept().put(key, Optional.of(topology.topology()));
        return topology;
    }

    /** Either all workers get theirs here or none does. */
    private Optional<LoadedTopology> recalled() {
        Optional<LoadedTopology> mine = kept();
        if (!allHave(mine)) {
            mine = mine.or(this::read).or(this::fetched);
        }
        if (allHave(mine)) {
            return mine;
        }
        if (mine.isPresent()) {
            LOG.warn("{} is loaded again, although this worker has it: another one has neither it nor its parts", key);
        }
        rank.kept().put(key, Optional.empty());
        return Optional.empty();
    }

    private Optional<Topology> had() {
        return rank.kept().<Optional<Topology>>get(key).flatMap(topology -> topology);
    }

    /** The job may have gone on with fewer workers: then this one has other partitions now. */
    private Optional<LoadedTopology> kept() {
        return had().filter(topology -> topology.held().equals(workers.held(topology.partitionCount())))
                .map(topology -> new LoadedTopology(topology, 0));
    }

    private boolean allHave(Optional<LoadedTopology> topology) {
        return workers.isAlone()
                ? topology.isPresent()
                : workers.leaders().allReduce(topology.isPresent() ? 1L : 0L, Op.MIN) == 1;
    }

    private Optional<LoadedTopology> read() {
        if (parts.isEmpty() || !folder.map(BinaryGraph::isIn).orElse(false)) {
            return Optional.empty();
        }
        try {
            BinaryGraph.Read read = parts.get().read(had());
            return Optional.of(new LoadedTopology(read.topology(), read.bytes()));
        } catch (IOException e) {
            LOG.warn(
                    "{} can't be read from the parts of an earlier attempt, so all workers load it again: {}",
                    key,
                    e.toString());
            return Optional.empty();
        }
    }

    private Optional<LoadedTopology> fetched() {
        if (archive.isEmpty() || folder.isEmpty()) {
            return Optional.empty();
        }
        try (var fetched = UnfinishedFolder.beside(madeParent(folder.get()))) {
            if (!archive.get().fetch(fetched.path(), workers)) {
                return Optional.empty();
            }
            BinaryGraph.Read read = new BinaryGraph(fetched.path(), workers, team, progress).read();
            return Optional.of(new LoadedTopology(read.topology(), read.bytes()));
        } catch (IOException e) {
            LOG.warn(
                    "{} can't be read from the store of checkpoints, so all workers load it again: {}",
                    key,
                    e.getMessage());
            return Optional.empty();
        }
    }

    private static Path madeParent(Path path) throws IOException {
        Files.createDirectories(path.toAbsolutePath().getParent());
        return path.toAbsolutePath();
    }

    private LoadedTopology loaded(Supplier<LoadedTopology> load) {
        LoadedTopology loaded = load.get();
        if (parts.isPresent()) {
            try {
                parts.get().write(loaded.topology(), false);
                send(loaded.topology(), parts.get());
            } catch (IOException e) {
                LOG.warn("no parts of {} for later attempts, which will load it again: {}", key, e.toString());
            }
        }
        return loaded;
    }

    private void send(Topology topology, BinaryGraph graph) {
        if (archive.isPresent() && folder.isPresent()) {
            archive.get().sendBehind(folder.get(), graph.written(topology));
        }
    }
}
