package dev.weft.graph.algorithms;

import dev.weft.graph.Buckets;
import dev.weft.graph.Frontier;
import dev.weft.graph.Graph;
import dev.weft.runtime.Program;
import dev.weft.runtime.Rank;
import dev.weft.runtime.UsageException;

/**
 * Single-source shortest paths along edges of weights that are not negative, by delta-stepping (Meyer and Sanders, J. Algorithms 2003).
 * Result: {@code distance}, the sum of the weights of a shortest path from the source, infinite where there is none (as LDBC Graphalytics
 * wants it). Argument {@code delta}: the width of a bucket; what fits the weights unless given.
 */
public final class Sssp implements Program {
    @Override
    public void run(Rank rank) {
        if (rank.arg("source").isEmpty()) {
            throw new UsageException("sssp needs a vertex to start from: give --source ID");
        }
        Graph graph = Graph.load(rank);
        double[] distance = graph.newDoubles(Double.POSITIVE_INFINITY);
        Frontier source = graph.vertices(rank.arg("source", 0L));
        graph.forEach(source, v -> distance[v] = 0);
        double delta = rank.arg("delta", 0.0);
        Buckets buckets = delta > 0 ? graph.buckets(source, distance, delta) : graph.buckets(source, distance);
        for (long _ : graph.steps().saving("distance", distance).saving("buckets", buckets)) {
            if (buckets.isEmpty()) {
                break;
            }
            graph.edgeMin(buckets);
        }
        graph.result("distance", distance);
    }
}
