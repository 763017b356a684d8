package dev.weft.graph.algorithms;

import dev.weft.graph.DoubleEdgeFunction;
import dev.weft.graph.Frontier;
import dev.weft.graph.Graph;
import dev.weft.graph.Op;
import dev.weft.runtime.Program;
import dev.weft.runtime.Rank;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Betweenness by Brandes (J. Math. Sociol. 2001): for each source the number of shortest paths to each vertex, level by level, then back
 * the dependency of the source on each vertex, the share of its shortest paths that lead through it. Argument: {@code source}, one id or
 * several with commas between them, or {@code sources}, a number of vertices with outgoing edges, drawn by {@code seed}; so many as there are give the exact betweenness.
 * Results: {@code betweenness}, the dependencies of all sources added up, and {@code sources}, their ids.
 *
 * <p>Nothing is scaled: GAPBS divides by the greatest value; networkx halves what is said of undirected graphs, where each pair counts
 * once for either end. Parallel edges are paths of their own.
 */
public final class BetweennessCentrality implements Program {
    @Override
    public void run(Rank rank) {
        var choice = new SourceChoice(rank);
        Graph graph = Graph.load(rank);
        long[] sources = choice.of(graph);
        double[] betweenness = graph.newDoubles(0.0);
        var shortestPaths = new ShortestPaths(graph, betweenness);
        for (long i : graph.steps(sources.length).saving("betweenness", betweenness)) {
            shortestPaths.addDependencies(sources[(int) i]);
        }
        graph.result("betweenness", betweenness);
        rank.result("sources", Arrays.stream(sources).mapToObj(Long::toString).collect(Collectors.joining(",")));
    }

    /** The arrays hold something for the vertices that the source at hand has reached, and garbage elsewhere. */
    private static final class ShortestPaths {
        private final Graph graph;
        private final double[] betweenness;
        private final double[] paths;
        private final double[] dependency;
        private final CountPaths countPaths = new CountPaths();
        private final AddUp addUp = new AddUp();
        /** By their distance to the source. */
        private final List<Frontier> levels = new ArrayList<>();

        ShortestPaths(Graph graph, double[] betweenness) {
            this.graph = graph;
            this.betweenness = betweenness;
            this.paths = graph.newDoubles(0.0);
            this.dependency = graph.newDoubles(0.0);
        }

        void addDependencies(long source) {
            Frontier level = graph.vertices(source);
            Frontier open = graph.all();
            open.removeAll(level);
            graph.forEach(level, v -> paths[v] = 1.0);
            while (!level.isEmpty()) {
                levels.add(level);
                level = graph.edgeMap(level, open, countPaths);
            }
            open.clear();
            while (levels.size() > 2) {
                Frontier last = levels.removeLast();
                graph.reversed().edgeMap(last, levels.getLast(), addUp);
                last.clear();
            }
            levels.forEach(Frontier::clear);
            levels.clear();
        }

        private final class CountPaths extends DoubleEdgeFunction {
            CountPaths() {
                super(Op.SUM);
            }

            @Override
            protected double message(int source) {
                return paths[source];
            }

            @Override
            protected boolean update(int target, double sum) {
                paths[target] = sum;
                dependency[target] = 0.0;
                return true;
            }
        }

        /** From the vertices of one level to those of the level before, along edges that are turned round. */
        private final class AddUp extends DoubleEdgeFunction {
            AddUp() {
                super(Op.SUM);
            }

            @Override
            protected double message(int source) {
                return (1.0 + dependency[source]) / paths[source];
            }

            @Override
            protected boolean update(int target, double sum) {
                dependency[target] = paths[target] * sum;
                betweenness[target] += dependency[target];
                return false;
            }
        }
    }
}
