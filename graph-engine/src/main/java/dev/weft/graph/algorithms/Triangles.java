package dev.weft.graph.algorithms;

import dev.weft.collectives.Op;
import dev.weft.graph.Fragment;
import dev.weft.graph.Graph;
import dev.weft.runtime.Program;
import dev.weft.runtime.Rank;

/**
 * Triangles: three vertices that edges join with each other. Directions, parallel edges and self-loops don't count. Results: {@code
 * triangles} of each vertex, those that it is a corner of, and the number {@code triangles} of all.
 */
public final class Triangles implements Program {
    @Override
    public void run(Rank rank) {
        Graph graph = Graph.load(rank);
        Fragment fragment = graph.fragment();
        ClosedPairs pairs = ClosedPairs.count(rank, fragment);
        long[] triangles = graph.newLongs(0);
        graph.forEach(v -> triangles[v] = pairs.at(fragment.first() + v));
        graph.result("triangles", triangles);
        long corners = 0;
        for (long own : triangles) {
            corners += own;
        }
        rank.result("triangles", rank.communicator().allReduce(corners, Op.SUM) / 3);
    }
}
