package dev.weft.graph.algorithms;

import dev.weft.graph.Frontier;
import dev.weft.graph.Graph;
import dev.weft.graph.GraphSteps;
import dev.weft.graph.LongEdgeFunction;
import dev.weft.graph.Op;
import dev.weft.runtime.Program;
import dev.weft.runtime.Rank;
import java.util.Arrays;

/**
 * Breadth-first searches from several vertices at once, after Then et al. (The More the Merrier, VLDB 2014): a search is a bit, so that 64
 * of them share each pass over the edges; more than 64 follow in groups. Where paths are short that pays from about ten sources on; on
 * roads, where each search has a frontier of its own, it doesn't.
 *
 * <p>Arguments as {@link BetweennessCentrality}'s: {@code source}, ids with commas between them, or {@code sources}, how many vertices
 * with outgoing edges to draw by {@code seed}. Results: {@code level} for one source, {@code level/ID} for each of several: the number
 * of edges from it, {@link Long#MAX_VALUE} where it doesn't lead.
 */
public final class MultiSourceBfs implements Program {
    @Override
    public void run(Rank rank) {
        var choice = new SourceChoice(rank);
        Graph graph = Graph.load(rank);
        long[] sources = choice.of(graph);
        var level = new long[sources.length][];
        Arrays.setAll(level, _ -> graph.newLongs(Long.MAX_VALUE));
        for (int first = 0; first < sources.length; first += Long.SIZE) {
            int end = Math.min(sources.length, first + Long.SIZE);
            new Group(graph, Arrays.copyOfRange(sources, first, end), Arrays.copyOfRange(level, first, end)).search();
        }
        for (int i = 0; i < sources.length; i++) {
            graph.result(sources.length == 1 ? "level" : "level/" + sources[i], level[i]);
        }
    }

    /** Searches that share passes: the i-th has bit i and the i-th array of levels. */
    private static final class Group extends LongEdgeFunction {
        private final Graph graph;
        private final long[] sources;
        private final long[][] level;
        /** The searches that have been at a vertex. */
        private final long[] seen;
        /** Those that were there for the first time in the last step. */
        private final long[] fresh;

        private long step;

        Group(Graph graph, long[] sources, long[][] level) {
            super(Op.OR);
            this.graph = graph;
            this.sources = sources;
            this.level = level;
            this.seen = graph.newLongs(0);
            this.fresh = graph.newLongs(0);
        }

        void search() {
            for (int i = 0; i < sources.length; i++) {
                long bit = 1L << i;
                graph.forEach(graph.vertices(sources[i]), v -> update(v, bit));
            }
            Frontier frontier = graph.vertices(sources);
            GraphSteps steps =
                    graph.steps().saving("seen", seen).saving("fresh", fresh).saving("frontier", frontier);
            for (int i = 0; i < sources.length; i++) {
                steps = steps.saving("level/" + sources[i], level[i]);
            }
            for (long s : steps) {
                if (frontier.isEmpty()) {
                    break;
                }
                step = s + 1;
                frontier.become(graph.edgeMap(frontier, this));
            }
        }

        @Override
        protected long message(int source) {
            return fresh[source];
        }

        @Override
        protected boolean update(int target, long searches) {
            long found = searches & ~seen[target];
            if (found != 0) {
                seen[target] |= found;
                fresh[target] = found;
                for (long rest = found; rest != 0; rest &= rest - 1) {
                    level[Long.numberOfTrailingZeros(rest)][target] = step;
                }
            }
            return found != 0;
        }
    }
}
