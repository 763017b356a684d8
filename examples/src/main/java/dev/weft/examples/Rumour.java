package dev.weft.examples;

import dev.weft.graph.Frontier;
import dev.weft.graph.Graph;
import dev.weft.graph.LongEdgeFunction;
import dev.weft.graph.Op;
import dev.weft.runtime.Program;
import dev.weft.runtime.Rank;

/**
 * A rumour that one believes once a share of one's acquaintances do (the linear threshold model: Granovetter, American Journal of Sociology
 * 1978). Only those who have just been convinced speak, only those who doubt listen: a frontier and an open set. Result: {@code day} on
 * which each vertex begins to believe, -1 for never. Arguments: {@code source}, who starts it; {@code share}, from 0 to 1 (default 0.5).
 */
public final class Rumour implements Program {
    @Override
    public void run(Rank rank) {
        Graph graph = Graph.load(rank);
        double share = rank.arg("share", 0.5);
        long[] day = graph.newLongs(-1);
        long[] believers = graph.newLongs(0);

        Frontier convinced = graph.vertices(rank.arg("source", 1L));
        Frontier doubting = graph.all();
        doubting.removeAll(convinced);
        graph.forEach(convinced, v -> day[v] = 0);

        var tell = new LongEdgeFunction(Op.SUM) {
            long today;

            @Override
            protected long message(int source) {
                return 1;
            }

            @Override
            protected boolean update(int target, long more) {
                believers[target] += more;
                if (believers[target] < share * graph.inDegree(target)) {
                    return false;
                }
                day[target] = today;
                return true;
            }
        };
        for (long step : graph.steps()) {
            if (convinced.isEmpty()) {
                break;
            }
            tell.today = step + 1;
            convinced.become(graph.edgeMap(convinced, doubting, tell));
        }
        graph.result("day", day);
        rank.result("believers", graph.vertexCount() - doubting.size());
        rank.result("days", graph.max(v -> day[v]));
    }
}
