package dev.weft.examples;

import dev.weft.graph.Deliver;
import dev.weft.graph.DoubleEdgeFunction;
import dev.weft.graph.Edges;
import dev.weft.graph.Graph;
import dev.weft.graph.Op;
import dev.weft.runtime.JobResult;
import dev.weft.runtime.Program;
import dev.weft.runtime.Rank;
import dev.weft.runtime.Weft;
import java.util.Map;

/**
 * Who is followed by many who are followed by many: 1 for oneself and a share of each follower's influence (Katz, Psychometrika 1953). A
 * dense edge map until nothing changes any more. {@code main} runs it on edges in memory, from any Java program: no JVM flag, no
 * port, nothing left behind.
 */
public final class Influence implements Program {
    private static final double LEAST_CHANGE = 1e-12;

    @Override
    public void run(Rank rank) {
        Graph graph = Graph.load(rank);
        double share = rank.arg("share", 0.1);
        double[] influence = graph.newDoubles(1);
        double[] change = graph.newDoubles(0);

        var follow = new DoubleEdgeFunction(Op.SUM, Deliver.TO_ALL) {
            @Override
            protected double message(int follower) {
                return influence[follower];
            }

            @Override
            protected boolean update(int followed, double sum) {
                double next = 1 + share * sum;
                change[followed] = Math.abs(next - influence[followed]);
                influence[followed] = next;
                return false;
            }
        };
        for (long _ : graph.steps(rank.arg("iterations", 1_000))) {
            graph.edgeMap(graph.all(), follow);
            if (graph.sum(v -> change[v]) < LEAST_CHANGE * graph.vertexCount()) {
                break;
            }
        }
        graph.result("influence", influence);
    }

    public static void main(String[] args) {
        Edges follows = Edges.directed(new long[] {1, 2, 3, 4, 4}, new long[] {2, 3, 2, 2, 1});
        try (Weft weft = Weft.local()) {
            JobResult result = weft.run(Influence::new, Map.of("graph", follows, "ranks", 2))
                    .result();
            long[] ids = result.ids();
            double[] influence = result.doubles("influence");
            for (int i = 0; i < ids.length; i++) {
                System.out.printf("%d %.4f%n", ids[i], influence[i]);
            }
        }
    }
}
