package dev.weft.system;

import dev.weft.graph.Deliver;
import dev.weft.graph.DoubleEdgeFunction;
import dev.weft.graph.Graph;
import dev.weft.graph.Op;
import dev.weft.runtime.Program;
import dev.weft.runtime.Rank;
import java.util.concurrent.locks.LockSupport;

/** Steps take a rank as long as what it owns of the graph says, on one worker twice as long; no time where none is slow. */
public final class UnevenSpeeds implements Program {
    static final String SLOW = "slow";
    /** Beside its edges, as partitions are cut. */
    private static final long VERTEX_WEIGHT = 16;

    /** Of a step on one rank that owns everything. */
    private static final double WHOLE_NANOS = 1200e6;

    @Override
    public void run(Rank rank) {
        Graph graph = Graph.load(rank);
        double[] heat = graph.newDoubles(1);
        var spread = new DoubleEdgeFunction(Op.SUM, Deliver.TO_ALL) {
            @Override
            protected double message(int source) {
                return heat[source] / (1 + graph.outDegree(source));
            }

            @Override
            protected boolean update(int target, double sum) {
                heat[target] = 0.5 * (heat[target] + sum);
                return false;
            }
        };
        long all = VERTEX_WEIGHT * graph.vertexCount() + 2 * graph.edgeCount();
        long own = VERTEX_WEIGHT * graph.localVertexCount();
        for (int v = 0; v < graph.localVertexCount(); v++) {
            own += graph.outDegree(v);
        }
        int slow = rank.arg(SLOW, -1);
        long nanos = slow < 0 ? 0 : (long) (WHOLE_NANOS * own / all * (rank.worker() == slow ? 2 : 1));
        for (long _ : graph.steps(rank.arg("iterations", 20)).saving("heat", heat)) {
            pass(nanos);
            graph.edgeMap(graph.all(), spread);
        }
        graph.result("heat", heat);
    }

    /** Others may wake this thread, for their own reasons. */
    private static void pass(long nanos) {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
