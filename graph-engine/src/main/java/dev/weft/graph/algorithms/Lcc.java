package dev.weft.graph.algorithms;

import dev.weft.graph.Fragment;
import dev.weft.graph.Graph;
import dev.weft.runtime.Program;
import dev.weft.runtime.Rank;

/**
 * Local clustering coefficient as LDBC Graphalytics defines it: of a vertex with d &ge; 2 neighbours, whatever the direction of its edges,
 * the number of edges between these neighbours divided by d (d - 1); an undirected edge counts in both directions. With fewer neighbours it
 * is 0. Parallel edges count once, self-loops don't. Result: {@code lcc}.
 */
public final class Lcc implements Program {
    @Override
    public void run(Rank rank) {
        Graph graph = Graph.load(rank);
        Fragment fragment = graph.fragment();
        int each = graph.directed() ? 1 : 2;
        ClosedPairs pairs =
                graph.directed() ? ClosedPairs.countEdges(rank, fragment) : ClosedPairs.count(rank, fragment);
        double[] lcc = graph.newDoubles(0);
        graph.forEach(v -> {
            int index = fragment.first() + v;
            long neighbours = pairs.neighbours(index);
            if (neighbours >= 2) {
                lcc[v] = (double) (each * pairs.at(index)) / (neighbours * (neighbours - 1));
            }
        });
        graph.result("lcc", lcc);
    }
}
