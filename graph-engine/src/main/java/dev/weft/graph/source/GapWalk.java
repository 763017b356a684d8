package dev.weft.graph.source;

import dev.weft.runtime.ThreadTeam;
import dev.weft.runtime.UsageException;
import java.util.function.Supplier;

/** Goes through the entries of a serialized graph with all threads of a team, a few edges at a time. Offsets have been checked. */
final class GapWalk {
    private static final int ENTRIES_A_STRETCH = 1 << 16;

    private final GapFile file;
    private final GapFile.Rows rows;

    GapWalk(GapFile file, GapFile.Rows rows) {
        this.file = file;
        this.rows = rows;
    }

    /** One thread's taker of edges. */
    @FunctionalInterface
    interface Sink {
        /**
         * @param ids vertex and neighbour in turn
         * @param weights one for each edge, 1 if the graph has none
         */
        void take(long[] ids, double[] weights, int edges);
    }

    /** @param sinks makes one for each thread */
    void run(ThreadTeam team, Share share, Phase phase, Supplier<Sink> sinks) {
        var walkers = new Walker[team.size()];
        long first = share.start(file.entries());
        new Stretches(share.end(file.entries()) - first, ENTRIES_A_STRETCH).forEach(team, (_, thread, from, to) -> {
            if (walkers[thread] == null) {
                walkers[thread] = new Walker(sinks.get());
            }
            walkers[thread].walk(first + from, first + to);
            phase.advance(to - from);
        });
    }

    /** One thread's part. */
    private final class Walker {
        private final long[] ids = new long[2 * EdgeAppender.STRIP];
        private final double[] weights = new double[EdgeAppender.STRIP];
        private final Sink sink;

        Walker(Sink sink) {
            this.sink = sink;
        }

        void walk(long from, long to) {
            long vertex = vertexOf(from);
            long end = rows.start(vertex + 1);
            int edges = 0;
            for (long entry = from; entry < to; entry++) {
                while (entry == end) {
                    end = rows.start(++vertex + 1);
                }
                ids[2 * edges] = vertex;
                ids[2 * edges + 1] = neighbour(vertex, entry);
                weights[edges] = rows.weight(entry);
                if (++edges == EdgeAppender.STRIP) {
                    sink.take(ids, weights, edges);
                    edges = 0;
                }
            }
            sink.take(ids, weights, edges);
        }

        private int neighbour(long vertex, long entry) {
            int neighbour = rows.neighbour(entry);
            if (neighbour < 0 || neighbour >= file.vertices()) {
                throw new UsageException(file.name() + " is damaged: vertex " + vertex + " has a neighbour " + neighbour
                        + ", and vertices=" + file.vertices() + ": make it again");
            }
            return neighbour;
        }

        /** The vertex that the entry belongs to: the last one whose entries begin there or before. */
        private long vertexOf(long entry) {
            long low = 0;
            long high = file.vertices();
            while (high - low > 1) {
                long middle = (low + high) >>> 1;
                if (rows.start(middle) <= entry) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            return low;
        }
    }
}
