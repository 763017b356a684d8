package dev.weft.graph.algorithms;

import dev.weft.graph.Frontier;
import dev.weft.graph.Graph;
import dev.weft.graph.LongEdgeFunction;
import dev.weft.graph.Op;
import dev.weft.runtime.Program;
import dev.weft.runtime.Rank;

/**
 * A maximal independent set after Luby (SIAM J. Comput. 1986), with one random order for all rounds (Blelloch, Fineman, Shun, SPAA 2012):
 * in each round those vertices are selected that come before all their undecided neighbours, and the neighbours drop out. It is the set
 * that going through the vertices in that order gives. The direction of edges and self-loops do not matter. Argument: {@code seed} of the
 * order. Results: {@code selected}, 1 or 0, and {@code size}, how many are selected.
 */
public final class MaximalIndependentSet implements Program {
    @Override
    public void run(Rank rank) {
        var order = new RandomOrder(rank.arg("seed", 1L));
        Graph graph = Graph.load(rank);
        long[] selected = graph.newLongs(0);

        var beaten = new LongEdgeFunction(Op.MIN) {
            @Override
            protected long message(int source) {
                return order.key(graph.globalId(source));
            }

            @Override
            protected boolean update(int target, long first) {
                return first < message(target);
            }
        };
        var reached = new Reaching();
        Frontier undecided = graph.all();
        for (long _ : graph.steps().saving("selected", selected).saving("undecided", undecided)) {
            if (undecided.isEmpty()) {
                break;
            }
            Frontier winners = undecided.copy();
            takeOut(graph, undecided, winners, beaten);
            graph.forEach(winners, v -> selected[v] = 1);
            undecided.removeAll(winners);
            takeOut(graph, winners, undecided, reached);
            winners.clear();
        }
        graph.result("selected", selected);
        rank.result("size", graph.count(v -> selected[v] == 1));
    }

    /** Along edges of both directions: those that {@code function} says true for leave {@code open}. */
    private static void takeOut(Graph graph, Frontier from, Frontier open, LongEdgeFunction function) {
        graph.edgeMap(from, open, function).clear();
        if (graph.directed()) {
            graph.reversed().edgeMap(from, open, function).clear();
        }
    }
}
