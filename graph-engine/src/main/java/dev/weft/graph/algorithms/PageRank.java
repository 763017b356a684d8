package dev.weft.graph.algorithms;

import dev.weft.graph.Deliver;
import dev.weft.graph.DoubleEdgeFunction;
import dev.weft.graph.Graph;
import dev.weft.graph.Op;
import dev.weft.graph.Processor;
import dev.weft.runtime.Program;
import dev.weft.runtime.Rank;

/**
 * PageRank as LDBC Graphalytics defines it: damping 0.85, the mass of vertices without outgoing edges spread evenly. It ends after
 * {@code iterations}, or before that once an iteration changes the scores by less than {@code tolerance}, all vertices' changes added
 * up. With {@code device} auto or gpu the ranks' GPUs add up. Results: {@code pagerank}, and {@code iterations}, how many were done.
 */
public final class PageRank implements Program {
    @Override
    public void run(Rank rank) {
        Convergence convergence = Convergence.of(rank);
        Graph graph = Graph.load(rank);
        double n = graph.vertexCount();
        double[] score = graph.newDoubles(1.0 / n);
        graph.sumOn(Processor.named(rank.arg("device", "auto")));
        boolean measured = convergence.measured();
        double[] change = measured ? graph.newDoubles(0.0) : new double[0];
        boolean dangles = graph.count(v -> graph.outDegree(v) == 0) > 0;

        var spread = new DoubleEdgeFunction(Op.SUM, Deliver.TO_ALL) {
            double base;

            @Override
            protected double message(int source) {
                return score[source] / graph.outDegree(source);
            }

            @Override
            protected boolean update(int target, double sum) {
                double next = base + 0.85 * sum;
                if (measured) {
                    change[target] = Math.abs(next - score[target]);
                }
                score[target] = next;
                return false;
            }
        };
        long iterations = 0;
        for (long step : graph.steps(convergence.iterations()).saving("score", score)) {
            double dangling = dangles ? graph.sum(v -> graph.outDegree(v) == 0 ? score[v] : 0.0) : 0.0;
            spread.base = (0.15 + 0.85 * dangling) / n;
            graph.edgeMap(graph.all(), spread);
            iterations = step + 1;
            if (measured && graph.sum(v -> change[v]) < convergence.tolerance()) {
                break;
            }
        }
        graph.result("pagerank", score);
        rank.result("iterations", iterations);
    }
}
