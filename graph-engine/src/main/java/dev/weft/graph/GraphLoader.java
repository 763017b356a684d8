package dev.weft.graph;

import dev.weft.collectives.Communicator;
import dev.weft.collectives.Op;
import dev.weft.graph.layout.BinaryGraph;
import dev.weft.graph.layout.Layout;
import dev.weft.graph.layout.Topology;
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
import java.util.function.BiFunction;
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

    /**
     * Where a job's graph comes from.
     *
     * @param key tells it apart from the job's other graphs
     */
    private record Origin(String key, BiFunction<ThreadTeam, LoadProgress, LoadedTopology> load) {}

    static Graph load(Rank rank) {
        Origin origin = ofArguments(rank);
        Graph graph = graph(rank, origin, rank::progress);
        if (Sources.skipsBadLines(rank)) {
            rank.result("skipped_lines", graph.skippedLines());
        }
        return graph;
    }

    /** What the arguments name, for a rank that is alone and wants no more than this. */
    static Topology topology(Rank rank, LoadProgress progress) {
        return ofArguments(rank).load.apply(rank.team(), progress).topology();
    }

    private static Origin ofArguments(Rank rank) {
        Object graph = rank.arg("graph")
                .orElseThrow(() -> new UsageException("no graph was given: name one with --graph, e.g. --graph jdk:"));
        return switch (graph) {
            case Edges edges -> recalled(rank, "graph/argument", Sources.of(edges));
            case CharSequence spec -> named(rank, spec.toString());
            default ->
                throw new UsageException(
                        "graph=" + graph + " is a " + graph.getClass().getName()
                                + ": give a file, a generator such as kronecker:scale=10, or dev.weft.graph.Edges");
        };
    }

    private static Origin named(Rank rank, String spec) {
        String key = "graph/" + spec;
        return BinaryGraph.named(spec)
                .map(folder -> new Origin(
                        key,
                        (team, progress) -> new StoredGraph(folder, rank, key, workers(rank)).load(team, progress)))
                .orElseGet(() -> recalled(rank, key, Sources.parse(rank, spec)));
    }

    static Graph of(Rank rank, Edges edges) {
        int[] calls = rank.shared("graph/edges", () -> new int[rank.workerRanks()]);
        String key = "graph/edges/" + calls[rank.workerRank()]++;
        var origin = new Origin(
                key,
                (team, progress) -> new GraphLoader(
                                Sources.of(edges), CleaningPolicy.KEEP_ALL, workers(rank), team, progress)
                        .load());
        return graph(rank, origin, rank::progress);
    }

    /** What the job's arguments name stays the same in all of its attempts; a program's own edges may not. */
    private static Origin recalled(Rank rank, String key, GraphSource source) {
        return new Origin(key, (team, progress) -> {
            Workers workers = workers(rank);
            var loader = new GraphLoader(source, Sources.cleaning(rank), workers, team, progress);
            return new TopologyRecall(rank, key, workers, team, progress).orElse(loader::load);
        });
    }

    private static Graph graph(Rank rank, Origin origin, LoadProgress progress) {
        LoadedTopology loaded = WorkerTeam.lead(rank, origin.key, team -> origin.load.apply(team, progress));
        return new Graph(rank, loaded, origin.key);
    }

    private static Workers workers(Rank rank) {
        return Workers.of(rank.shares(), rank.worker(), rank.leaders());
    }

    private LoadedTopology load() {
        MemoryEstimate.of(
                        GraphShape.of(source.expected(), true, false),
                        MemoryEstimate.UNSTATED,
                        workers.count(),
                        team.size())
                .requireFits(source.name(), Runtime.getRuntime().maxMemory());
        try (EdgeBag bag = cleaned(numbered(source.read(team, progress, workers.share())))) {
            tell(bag.skipped());
            return new LoadedTopology(Layout.of(bag, workers, team, progress), bag.bytesRead());
        }
    }

    /** One worker tells of the lines that all have skipped. */
    private void tell(SkippedLines skipped) {
        SkippedLines ofAll = workers.isAlone() ? skipped : skipped.ofAll(workers.leaders());
        if (ofAll.count() > 0 && workers.number() == 0) {
            LOG.warn("{}: {} lines were skipped; the first of them:", source.name(), ofAll.count());
            ofAll.complaints().forEach(LOG::warn);
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
