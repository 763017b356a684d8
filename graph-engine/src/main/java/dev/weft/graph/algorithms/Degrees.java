package dev.weft.graph.algorithms;

import dev.weft.collectives.Op;
import dev.weft.graph.Graph;
import dev.weft.runtime.Program;
import dev.weft.runtime.Rank;
import java.util.function.IntToLongFunction;

/**
 * How many edges the vertices have. Parallel edges count each, a self-loop of an undirected graph once; the degree of a vertex of a directed
 * graph is its in-degree plus its out-degree. Results: {@code degree}, of a directed graph also {@code in_degree} and {@code out_degree};
 * for each of them (here for {@code degree}) {@code degree_min}, {@code degree_max}, {@code degree_mean}, and the percentiles
 * {@code degree_p50}, {@code degree_p90} and {@code degree_p99} by nearest rank: the smallest degree that so many of a hundred vertices
 * don't exceed; {@code isolated}, the number of vertices without edges.
 */
public final class Degrees implements Program {
    private static final int[] PERCENTILES = {50, 90, 99};

    @Override
    public void run(Rank rank) {
        Graph graph = Graph.load(rank);
        if (graph.directed()) {
            describe(rank, graph, "degree", v -> (long) graph.inDegree(v) + graph.outDegree(v));
            describe(rank, graph, "in_degree", graph::inDegree);
            describe(rank, graph, "out_degree", graph::outDegree);
            rank.result("isolated", graph.count(v -> (graph.inDegree(v) | graph.outDegree(v)) == 0));
        } else {
            describe(rank, graph, "degree", graph::outDegree);
            rank.result("isolated", graph.count(v -> graph.outDegree(v) == 0));
        }
    }

    private static void describe(Rank rank, Graph graph, String name, IntToLongFunction degree) {
        long[] degrees = graph.newLongs(0);
        graph.forEach(v -> degrees[v] = degree.applyAsLong(v));
        graph.result(name, degrees);
        if (graph.vertexCount() == 0) {
            return;
        }
        long max = max(rank, degrees);
        rank.result(name + "_min", atRank(graph, 1, max, degrees));
        rank.result(name + "_max", max);
        rank.result(name + "_mean", (double) sum(rank, degrees) / graph.vertexCount());
        for (int percentile : PERCENTILES) {
            long nearest = Math.ceilDiv(Math.multiplyExact(graph.vertexCount(), percentile), 100L);
            rank.result(name + "_p" + percentile, atRank(graph, nearest, max, degrees));
        }
    }

    /** The smallest degree that at least {@code vertices} vertices don't exceed, by bisection. */
    private static long atRank(Graph graph, long vertices, long max, long[] degrees) {
        long low = 0;
        long high = max;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (graph.count(v -> degrees[v] <= middle) >= vertices) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private static long max(Rank rank, long[] degrees) {
        long max = 0;
        for (long degree : degrees) {
            max = Math.max(max, degree);
        }
        return rank.communicator().allReduce(max, Op.MAX);
    }

    private static long sum(Rank rank, long[] degrees) {
        long sum = 0;
        for (long degree : degrees) {
            sum += degree;
        }
        return rank.communicator().allReduce(sum, Op.SUM);
    }
}
