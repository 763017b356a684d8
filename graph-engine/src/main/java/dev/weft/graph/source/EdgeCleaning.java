package dev.weft.graph.source;

import dev.weft.collectives.Communicator;
import dev.weft.runtime.ThreadTeam;
import java.util.Optional;

/**
 * Takes edges out of a bag before the graph is laid out, so that degrees and the order of vertices are those of the edges that stay. Equal
 * edges have to meet to be found: each goes to the worker, and there into the bucket, that a hash of its ends names; each bucket is sorted
 * by itself. The result depends on the edges alone.
 */
public final class EdgeCleaning {
    private final EdgeBag bag;
    private final CleaningPolicy policy;
    private final EdgeKeys keys;
    private final ThreadTeam team;
    private final LoadProgress progress;

    private EdgeCleaning(EdgeBag bag, CleaningPolicy policy, ThreadTeam team, LoadProgress progress) {
        this.bag = bag;
        this.policy = policy;
        this.keys = new EdgeKeys(bag.directed(), policy.keepsSelfLoops());
        this.team = team;
        this.progress = progress;
    }

    /**
     * The bag without the edges that the policy drops. Collective among the leading ranks of all workers, where there are several.
     *
     * @param bag this worker's share, numbered as all others; closed with what is returned, or if this fails
     * @param name of the graph
     * @throws dev.weft.runtime.UsageException if weights can't be added up
     */
    public static EdgeBag clean(
            EdgeBag bag,
            CleaningPolicy policy,
            String name,
            Optional<Communicator> leaders,
            ThreadTeam team,
            LoadProgress progress) {
        try {
            policy.requireFits(name, bag.weighted());
            var cleaning = new EdgeCleaning(bag, policy, team, progress);
            if (policy.keepsAll()) {
                return bag;
            }
            return policy.duplicates() == Duplicates.KEEP ? LoopFreeEdges.of(bag, team) : cleaning.merged(leaders);
        } catch (Throwable failure) {
            bag.close();
            throw failure;
        }
    }

    private EdgeBag merged(Optional<Communicator> leaders) {
        if (leaders.isEmpty()) {
            EdgeBag merged = merge(bag);
            bag.close();
            return merged;
        }
        try (EdgeBag gathered = gather(leaders.get())) {
            EdgeBag merged = merge(gathered);
            bag.close();
            return merged;
        }
    }

    /** The edges of all workers whose hashes name this one. */
    private EdgeBag gather(Communicator leaders) {
        var gathered = new EdgeBlocks();
        try {
            var route = new CleaningRoute(keys, leaders, gathered, bag.weighted(), team.size());
            new EdgeExchange(bag, leaders, route, team).run("gathering duplicates", progress);
            route.finish();
            gathered.finish();
            return dense(gathered);
        } catch (Throwable failure) {
            gathered.close();
            throw failure;
        }
    }

    private EdgeBag merge(EdgeBag edges) {
        var merged = new EdgeBlocks();
        try {
            var buckets = new HashBuckets(edges, keys, merged, team);
            var phase = new Phase(progress, "merging duplicates", Math.max(1, edges.edgeCount()));
            buckets.merge(policy.duplicates(), phase);
            return dense(merged);
        } catch (Throwable failure) {
            merged.close();
            throw failure;
        }
    }

    private EdgeBag dense(EdgeBlocks blocks) {
        var reading = new Reading(bag.bytesRead(), bag.skipped());
        return new DenseEdges(bag.ids(), true, bag.directed(), bag.weighted(), blocks.edgeCount(), reading, blocks);
    }
}
