package dev.weft.examples;

import dev.weft.graph.Buckets;
import dev.weft.graph.Frontier;
import dev.weft.graph.Graph;
import dev.weft.runtime.Program;
import dev.weft.runtime.Rank;
import java.util.stream.Stream;

/**
 * How far each vertex is from the nearest of several depots, one-way roads respected: shortest paths that begin at all depots at once and
 * go against the edges, in buckets of increasing distance. Results: {@code distance} to the depot, and {@code served}, how many vertices are
 * within {@code reach} of one. Arguments: {@code depots}, their ids; {@code reach}, in the unit of the weights (default 10).
 */
public final class Depots implements Program {
    @Override
    public void run(Rank rank) {
        Graph roads = Graph.load(rank);
        long[] ids = Stream.of(rank.arg("depots", "1").split(",", -1))
                .mapToLong(id -> Long.parseLong(id.strip()))
                .toArray();
        double[] distance = roads.newDoubles(Double.POSITIVE_INFINITY);
        Frontier depots = roads.vertices(ids);
        roads.forEach(depots, v -> distance[v] = 0);

        Graph towards = roads.reversed();
        Buckets buckets = towards.buckets(depots, distance);
        for (long _ : towards.steps()) {
            if (buckets.isEmpty()) {
                break;
            }
            towards.edgeMin(buckets);
        }
        double reach = rank.arg("reach", 10.0);
        roads.result("distance", distance);
        rank.result("served", roads.count(v -> distance[v] <= reach));
    }
}
