package dev.weft.examples;

import dev.weft.graph.Edges;
import dev.weft.graph.algorithms.PageRank;
import dev.weft.runtime.Job;
import dev.weft.runtime.Weft;
import java.util.Map;

/** PageRank over edges in memory, from any Java program: no JVM flag, no port, nothing left behind. */
public final class Influence {
    private Influence() {}

    public static void main(String[] args) {
        Edges follows = Edges.directed(new long[] {1, 2, 3, 4, 4}, new long[] {2, 3, 2, 2, 1});
        try (Weft weft = Weft.local()) {
            Job job = weft.run(PageRank::new, Map.of("graph", follows, "ranks", 2));
            long[] ids = job.result().ids();
            double[] scores = job.result().doubles("pagerank");
            for (int i = 0; i < ids.length; i++) {
                System.out.printf("%d %.4f%n", ids[i], scores[i]);
            }
        }
    }
}
