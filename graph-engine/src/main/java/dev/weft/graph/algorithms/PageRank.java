package dev.weft.graph.algorithms;

import dev.weft.graph.Deliver;
import dev.weft.graph.DoubleEdgeFunction;
import dev.weft.graph.Graph;
import dev.weft.graph.Op;
import dev.weft.runtime.Program;
import dev.weft.runtime.Rank;

/** PageRank as LDBC Graphalytics defines it: damping 0.85, the mass of vertices without outgoing edges spread evenly. */
public final class PageRank implements Program {
    @Override
    public void run(Rank rank) {
        Graph graph = Graph.load(rank);
        double n = graph.vertexCount();
        double[] score = graph.newDoubles(1.0 / n);

        var spread = new DoubleEdgeFunction(Op.SUM, Deliver.TO_ALL) {
            double base;

            @Override
            protected double message(int source) {
                return score[source] / graph.outDegree(source);
            }

            @Override
            protected boolean update(int target, double sum) {
                score[target] = base + 0.85 * sum;
                return false;
            }
        };
        for (long _ : graph.steps(rank.arg("iterations", 20))) {
            double dangling = graph.sum(v -> graph.outDegree(v) == 0 ? score[v] : 0.0);
            spread.base = (0.15 + 0.85 * dangling) / n;
            graph.edgeMap(graph.all(), spread);
        }
        graph.result("pagerank", score);
    }
}
