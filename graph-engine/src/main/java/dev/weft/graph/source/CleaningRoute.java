package dev.weft.graph.source;

import dev.weft.collectives.Communicator;

/** Brings equal edges to one worker, which the hash of their key names. */
final class CleaningRoute implements EdgeExchange.Route {
    private final EdgeKeys keys;
    private final int workers;
    private final int self;
    private final boolean weighted;
    private final Taker[] takers;

    /** @param gathered gets the edges that come to this worker */
    CleaningRoute(EdgeKeys keys, Communicator leaders, EdgeBlocks gathered, boolean weighted, int threads) {
        this.keys = keys;
        this.workers = leaders.size();
        this.self = leaders.rank();
        this.weighted = weighted;
        this.takers = new Taker[threads];
        for (int thread = 0; thread < threads; thread++) {
            takers[thread] = new Taker(gathered.appender(weighted));
        }
    }

    @Override
    public int prepare(long[] edges, double[] weights, int count, int[] firsts, int[] seconds) {
        int left = 0;
        for (int i = 0; i < count; i++) {
            if (!keys.drops(edges[i])) {
                long key = keys.key(edges[i]);
                edges[left] = key;
                if (weighted) {
                    weights[left] = weights[i];
                }
                firsts[left] = worker(key);
                seconds[left] = firsts[left];
                left++;
            }
        }
        return left;
    }

    private int worker(long key) {
        return (int) ((EdgeKeys.hash(key) >>> Integer.SIZE) * workers >>> Integer.SIZE);
    }

    @Override
    public void take(long[] edges, double[] weights, int from, int to, int thread) {
        Taker taker = takers[thread];
        for (int i = from; i < to; i++) {
            if (worker(edges[i]) == self) {
                taker.add(edges[i], weighted ? weights[i] : 0);
            }
        }
    }

    /** Called when all edges have come. */
    void finish() {
        for (Taker taker : takers) {
            taker.append();
        }
    }

    /** One thread's edges that are not appended yet. */
    private static final class Taker {
        private final EdgeAppender appender;
        private final long[] ids = new long[2 * EdgeAppender.STRIP];
        private final double[] weights = new double[EdgeAppender.STRIP];
        private int count;

        Taker(EdgeAppender appender) {
            this.appender = appender;
        }

        void add(long edge, double weight) {
            ids[2 * count] = EdgeBag.source(edge);
            ids[2 * count + 1] = EdgeBag.target(edge);
            weights[count++] = weight;
            if (count == EdgeAppender.STRIP) {
                append();
            }
        }

        void append() {
            appender.append(ids, weights, count);
            count = 0;
        }
    }
}
