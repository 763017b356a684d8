package dev.weft.graph;

import dev.weft.collectives.Op;
import dev.weft.graph.layout.BinaryGraph;
import dev.weft.graph.layout.Topology;
import dev.weft.graph.layout.Workers;
import dev.weft.graph.source.CleaningPolicy;
import dev.weft.graph.source.LoadProgress;
import dev.weft.graph.store.Column;
import dev.weft.graph.store.GraphHeader;
import dev.weft.runtime.Rank;
import dev.weft.runtime.ThreadTeam;
import dev.weft.runtime.UsageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A binary graph that a job's arguments name. Every worker reads its own partitions; in a later attempt only those that lost them do.
 *
 * @param workers as the leading rank sees them
 */
record StoredGraph(Path folder, Rank rank, String key, Workers workers) {
    private static final String CONVERTED = " was said when the graph was converted: leave it out, or convert again";

    /** What a worker keeps. */
    private record KeptGraph(int digest, Topology topology) {}

    /** Collective among the leading ranks. */
    LoadedTopology load(ThreadTeam team, LoadProgress progress) {
        refuseOfText();
        try {
            GraphHeader header = GraphHeader.read(folder);
            refuseContradictions(header);
            requireOneGraph(header.digest());
            LoadedTopology loaded = kept(header).orElse(null);
            if (loaded == null) {
                MemoryEstimate.of(GraphShape.of(header), MemoryEstimate.UNSTATED, workers.count(), team.size())
                        .requireFits(folder.toString(), Runtime.getRuntime().maxMemory());
                BinaryGraph.Read read = new BinaryGraph(folder, workers, team, progress)
                        .read(header, had(header).map(KeptGraph::topology));
                loaded = new LoadedTopology(read.topology(), read.bytes());
            }
            rank.kept().put(key, new KeptGraph(header.digest(), loaded.topology()));
            return loaded;
        } catch (IOException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
    }

    private Optional<KeptGraph> had(GraphHeader header) {
        return rank.kept().<KeptGraph>get(key).filter(kept -> kept.digest == header.digest());
    }

    private Optional<LoadedTopology> kept(GraphHeader header) {
        return had(header)
                .map(KeptGraph::topology)
                .filter(topology -> topology.held().equals(workers.held(topology.partitionCount())))
                .map(topology -> new LoadedTopology(topology, 0));
    }

    /** Workers on several hosts may see several folders under one name. */
    private void requireOneGraph(int digest) {
        if (workers.isAlone()) {
            return;
        }
        long[] ends = {digest, -(long) digest};
        workers.leaders().allReduce(ends, 0, 2, Op.MAX);
        if (ends[0] != -ends[1]) {
            throw new UsageException("the workers see different graphs in " + folder
                    + ": give all hosts the same files, and don't convert while a job runs");
        }
    }

    private void refuseOfText() {
        for (String option : new String[] {"vertices", "columns"}) {
            rank.arg(option).ifPresent(value -> {
                throw refused(option + "=" + value + " belongs to an edge list in a file, and " + folder
                        + " is a binary graph: leave it out");
            });
        }
        if (Sources.skipsBadLines(rank)) {
            throw refused("bad-lines=skip" + CONVERTED);
        }
        if (!Sources.cleaning(rank).equals(CleaningPolicy.KEEP_ALL)) {
            throw refused(
                    rank.arg("duplicates").isPresent()
                                    && !rank.arg("duplicates", "").equals("keep")
                            ? "duplicates=" + rank.arg("duplicates", "") + CONVERTED
                            : "self-loops=" + rank.arg("self-loops", "") + CONVERTED);
        }
    }

    private void refuseContradictions(GraphHeader header) {
        boolean weighted = header.find("weight", Column.Of.IN_EDGES).isPresent();
        if (rank.arg("directed", header.directed()) != header.directed()) {
            throw refused(folder + " was converted as " + (header.directed() ? "a directed" : "an undirected")
                    + " graph: leave --" + (header.directed() ? "undirected" : "directed")
                    + " out, or convert the source again");
        }
        if (rank.arg("weighted", weighted) != weighted) {
            throw refused(folder + (weighted ? " has weights" : " has no weights")
                    + (weighted ? ": leave weighted=false out" : ": leave --weighted out")
                    + ", or convert the source again");
        }
    }

    private static UsageException refused(String sentence) {
        return new UsageException(sentence);
    }
}
