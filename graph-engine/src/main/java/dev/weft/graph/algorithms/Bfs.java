package dev.weft.graph.algorithms;

import dev.weft.graph.Frontier;
import dev.weft.graph.Graph;
import dev.weft.graph.VisitFunction;
import dev.weft.runtime.Program;
import dev.weft.runtime.Rank;
import dev.weft.runtime.UsageException;

/**
 * Breadth-first search from one vertex. Results: {@code level}, the number of edges from the source ({@link Long#MAX_VALUE} where it
 * can't be reached, as LDBC Graphalytics wants it), and {@code parent}, the id of a neighbour one level nearer (the source's own for the
 * source, -1 where it can't be reached).
 */
public final class Bfs implements Program {
    @Override
    public void run(Rank rank) {
        if (rank.arg("source").isEmpty()) {
            throw new UsageException("bfs needs a vertex to start from: give --source ID");
        }
        long source = rank.arg("source", 0L);
        Graph graph = Graph.load(rank);
        long[] level = graph.newLongs(Long.MAX_VALUE);
        long[] parent = graph.newLongs(-1);
        Frontier frontier = graph.vertices(source);
        Frontier open = graph.all();
        open.removeAll(frontier);
        graph.forEach(frontier, v -> {
            level[v] = 0;
            parent[v] = graph.globalId(v);
        });

        var visit = new VisitFunction() {
            long next;

            @Override
            protected boolean update(int target, long parentId) {
                parent[target] = parentId;
                level[target] = next;
                return true;
            }
        };
        var steps = graph.steps()
                .saving("level", level)
                .saving("parent", parent)
                .saving("frontier", frontier)
                .saving("open", open);
        for (long step : steps) {
            if (frontier.isEmpty()) {
                break;
            }
            visit.next = step + 1;
            frontier.become(graph.edgeMap(frontier, open, visit));
        }
        graph.result("level", level);
        graph.result("parent", parent);
    }
}
