package dev.weft.system;

import dev.weft.graph.Deliver;
import dev.weft.graph.DoubleEdgeFunction;
import dev.weft.graph.Graph;
import dev.weft.graph.Op;
import dev.weft.runtime.Program;
import dev.weft.runtime.Rank;

/** Two arrays that depend on each other, and a counter that is the same on all ranks. */
public final class TwoArrays implements Program {
    @Override
    public void run(Rank rank) {
        Graph graph = Graph.load(rank);
        double[] heat = graph.newDoubles(0);
        graph.forEach(v -> heat[v] = 1.0 / (1 + graph.globalId(v)));
        long[] peaks = graph.newLongs(0);
        var count = new long[1];
        var spread = new DoubleEdgeFunction(Op.SUM, Deliver.TO_ALL) {
            @Override
            protected double message(int source) {
                return heat[source] / (1 + graph.outDegree(source) + peaks[source] % 3);
            }

            @Override
            protected boolean update(int target, double sum) {
                boolean rises = sum > heat[target];
                heat[target] = 0.5 * (heat[target] + sum);
                peaks[target] += rises ? count[0] : 0;
                return rises;
            }
        };
        long limit = rank.arg("iterations", 20);
        var steps =
                graph.steps(limit).saving("heat", heat).saving("peaks", peaks).savingSame("count", count);
        for (long _ : steps) {
            long risen = graph.edgeMap(graph.all(), spread).size();
            count[0] += 1 + risen % 5;
        }
        graph.result("heat", heat);
        graph.result("peaks", peaks);
        rank.result("count", count[0]);
    }
}
