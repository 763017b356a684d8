package dev.weft.graph.algorithms;

import dev.weft.graph.Graph;
import dev.weft.runtime.Program;
import dev.weft.runtime.Rank;
import java.util.Arrays;

/**
 * Communities by modularity, after Blondel, Guillaume, Lambiotte, Lefebvre (J. Stat. Mech. 2008): level by level vertices move to the
 * community of a neighbour as long as that brings something, then each community becomes a vertex of a smaller graph. The direction of
 * edges does not matter; their weights do, if they have any. Results: {@code community}, the smallest id of the community that a vertex is
 * in, {@code modularity}, {@code levels}, and {@code communities}, how many there are.
 *
 * <p>As with any Louvain, a community need not be connected: a vertex that held it together may have left.
 */
public final class Louvain implements Program {
    @Override
    public void run(Rank rank) {
        Graph graph = Graph.load(rank);
        Tally[] tallies = Tally.forThreads(rank.team().size());
        var level = new LouvainLevel(rank, graph, EdgeUnits.perWeight(rank, graph), tallies);
        Graph contracted = graph;
        double modularity = level.modularity();
        var group = new int[graph.localVertexCount()];
        Arrays.fill(group, -1);
        long grouped = 0;
        long levels = 0;
        for (long step : graph.steps()) {
            double next = level.optimise(modularity);
            if (next - modularity < LouvainLevel.LEAST_GAIN) {
                break;
            }
            modularity = next;
            levels = step + 1;
            var contraction = new Contraction(rank, contracted, level);
            if (step == 0) {
                System.arraycopy(contraction.numbers(), 0, group, 0, group.length);
            } else {
                int[] numbers = contraction.numbersById();
                Arrays.setAll(group, v -> group[v] < 0 ? -1 : numbers[group[v]]);
            }
            grouped = contraction.count();
            contracted = contraction.contracted();
            level = new LouvainLevel(rank, contracted, 1.0, tallies);
        }
        graph.result("community", GroupNames.of(rank, graph, group));
        rank.result("modularity", modularity);
        rank.result("levels", levels);
        rank.result("communities", grouped + graph.count(v -> group[v] < 0));
    }
}
