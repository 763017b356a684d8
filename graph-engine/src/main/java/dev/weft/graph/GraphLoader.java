package dev.weft.graph;

import dev.weft.collectives.Communicator;
import dev.weft.collectives.Op;
import dev.weft.graph.layout.Layout;
import dev.weft.graph.layout.Workers;
import dev.weft.graph.source.CleaningPolicy;
import dev.weft.graph.source.CommonIds;
import dev.weft.graph.source.EdgeBag;
import dev.weft.graph.source.EdgeCleaning;
import dev.weft.graph.source.GraphSource;
import dev.weft.graph.source.LoadProgress;
import dev.weft.graph.source.SkippedLines;
import dev.weft.runtime.Rank;
import dev.weft.runtime.ThreadTeam;
import dev.weft.runtime.UsageException;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From a job's arguments to a rank's {@link Graph}: the worker's ranks load the topology together, once. */
final class GraphLoader {
    private static final Logger LOG = LoggerFactory.getLogger(GraphLoader.class);

    private final GraphSource source;
    private final CleaningPolicy cleaning;
    private final Workers workers;
    private final ThreadTeam team;
    private final LoadProgress progress;

    private GraphLoader(
            GraphSource source, CleaningPolicy cleaning, Workers workers, ThreadTeam team, LoadProgress progress) {
        this.source = source;
        this.cleaning = cleaning;
        this.workers = workers;
        this.team = team;
        this.progress = progress;
    }

    static Graph load(Rank rank) {
        Graph graph = ofArguments(rank);
        if (Sources.skipsBadLines(rank)) {
            rank.result("skipped_lines", graph.skippedLines());
        }
        return graph;
    }

    private static Graph ofArguments(Rank rank) {
        Object graph = rank.arg("graph")
                .orElseThrow(() -> new UsageException("no graph was given: name one with --graph, e.g. --graph jdk:"));
        return switch (graph) {
            case Edges edges -> of(rank, "graph/argument", Sources.of(edges));
            case CharSequence spec -> of(rank, "graph/" + spec, Sources.parse(rank, spec.toString()));
            default ->
                throw new UsageException(
                        "graph=" + graph + " is a " + graph.getClass().getName()
                                + ": give a file, a generator such as kronecker:scale=10, or dev.weft.graph.Edges");
        };
    }

    static Graph of(Rank rank, Edges edges) {
        int[] calls = rank.shared("graph/edges", () -> new int[rank.workerRanks()]);
        String key = "graph/edges/" + calls[rank.workerRank()]++;
        return graph(
                rank,
                key,
                team -> new GraphLoader(Sources.of(edges), CleaningPolicy.KEEP_ALL, workers(rank), team, rank::progress)
                        .load());
    }

    /** What the job's arguments name stays the same in all of its attempts; a program's own edges may not. */
    private static Graph of(Rank rank, String key, GraphSource source) {
        return graph(rank, key, team -> {
            Workers workers = workers(rank);
            var loader = new GraphLoader(source, Sources.cleaning(rank), workers, team, rank::progress);
            return new TopologyRecall(rank, key, workers, team, rank::progress).orElse(loader::load);
        });
    }

    private static Graph graph(Rank rank, String key, Function<ThreadTeam, LoadedTopology> load) {
        return new Graph(rank, WorkerTeam.lead(rank, key, load), key);
    }

    private static Workers workers(Rank rank) {
        return Workers.of(rank.placement(), rank.worker(), rank.leaders());
    }

    private LoadedTopology load() {
        MemoryEstimate.of(source.expected(), workers.count())
                .requireFits(source.name(), Runtime.getRuntime().maxMemory());
        try (EdgeBag bag = cleaned(numbered(source.read(team, progress, workers.share())))) {
            tell(bag.skipped());
            return new LoadedTopology(Layout.of(bag, workers, team, progress), bag.bytesRead());
        }
    }

    private void tell(SkippedLines skipped) {
        if (skipped.count() > 0) {
            LOG.warn("{}: this worker skipped {} lines; the first of them:", source.name(), skipped.count());
            skipped.first().forEach(LOG::warn);
        }
    }

    private EdgeBag numbered(EdgeBag share) {
        if (workers.isAlone()) {
            return share;
        }
        requireComplete(share);
        return CommonIds.number(share, source.name(), workers.leaders(), team);
    }

    private void requireComplete(EdgeBag share) {
        try {
            source.requireComplete(workers.leaders().allReduce(share.edgeCount(), Op.SUM));
        } catch (Throwable failure) {
            share.close();
            throw failure;
        }
    }

    private EdgeBag cleaned(EdgeBag share) {
        Optional<Communicator> leaders = workers.isAlone() ? Optional.empty() : Optional.of(workers.leaders());
        return EdgeCleaning.clean(share, cleaning, source.name(), leaders, team, progress);
    }
}
