package dev.weft.graph.algorithms;

import dev.weft.graph.Frontier;
import dev.weft.graph.Graph;
import dev.weft.graph.LongEdgeFunction;
import dev.weft.graph.Op;
import dev.weft.runtime.Program;
import dev.weft.runtime.Rank;

/**
 * Core numbers by peeling (Matula and Beck, J. ACM 1983): the core number of a vertex is the largest k for which it is in a subgraph whose
 * vertices all have k neighbours in it or more. For k = 0, 1, 2 ... the vertices that have at most k neighbours left are taken away, all
 * at once, then those that have at most k left by now, and so on until there are none (level by level as ParK, Dasari et al., IEEE Big
 * Data 2014). Directions, parallel edges and self-loops don't count. Results: {@code core}, and {@code degeneracy}, the largest of them.
 */
public final class KCore implements Program {
    @Override
    public void run(Rank rank) {
        Graph graph = Graph.load(rank).simple();
        long[] core = graph.newLongs(0);
        long[] left = graph.newLongs(0);
        graph.forEach(v -> left[v] = graph.outDegree(v));
        Frontier open = graph.all();
        Frontier peeled = graph.none();

        long[] k = {-1};
        var lose = new LongEdgeFunction(Op.SUM) {
            @Override
            protected long message(int source) {
                return 1;
            }

            @Override
            protected boolean update(int target, long lost) {
                left[target] -= lost;
                return left[target] <= k[0];
            }
        };
        var steps = graph.steps()
                .saving("core", core)
                .saving("left", left)
                .saving("open", open)
                .saving("peeled", peeled)
                .savingSame("k", k);
        for (long _ : steps) {
            if (peeled.isEmpty()) {
                if (open.isEmpty()) {
                    break;
                }
                k[0]++;
                peeled.become(open.filter(v -> left[v] <= k[0]));
                open.removeAll(peeled);
            }
            graph.forEach(peeled, v -> core[v] = k[0]);
            peeled.become(graph.edgeMap(peeled, open, lose));
        }
        graph.result("core", core);
        rank.result("degeneracy", Math.max(0, k[0]));
    }
}
