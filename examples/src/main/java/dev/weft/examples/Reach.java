package dev.weft.examples;

import dev.weft.graph.Deliver;
import dev.weft.graph.Frontier;
import dev.weft.graph.Graph;
import dev.weft.graph.LongEdgeFunction;
import dev.weft.graph.Op;
import dev.weft.runtime.Program;
import dev.weft.runtime.Rank;

/**
 * From which of up to 64 seeds each vertex can be reached: one bit a seed, combined with OR. Run it from a jar with
 * {@code weft run dev.weft.examples.Reach --jar FILE --graph GRAPH --set seeds=1,2,3}.
 */
public final class Reach implements Program {
    @Override
    public void run(Rank rank) {
        Graph graph = Graph.load(rank);
        String[] seeds = rank.arg("seeds", "0").split(",", -1);
        long[] reached = graph.newLongs(0);
        var ids = new long[seeds.length];
        for (int i = 0; i < seeds.length; i++) {
            ids[i] = Long.parseLong(seeds[i].strip());
            Frontier seed = graph.vertices(ids[i]);
            long bit = 1L << i;
            graph.forEach(v -> reached[v] |= seed.contains(v) ? bit : 0);
        }

        var spread = new LongEdgeFunction(Op.OR, Deliver.TO_RECEIVERS) {
            @Override
            protected long message(int source) {
                return reached[source];
            }

            @Override
            protected boolean update(int target, long bits) {
                long before = reached[target];
                reached[target] |= bits;
                return reached[target] != before;
            }
        };
        Frontier frontier = graph.vertices(ids);
        for (long _ : graph.steps()) {
            if (frontier.isEmpty()) {
                break;
            }
            frontier.become(graph.edgeMap(frontier, spread));
        }
        graph.result("reached", reached);
    }
}
