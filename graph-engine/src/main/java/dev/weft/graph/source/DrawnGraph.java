package dev.weft.graph.source;

import dev.weft.runtime.ThreadTeam;

/**
 * An undirected graph of edges drawn one by one: the same for each specification, whatever the number of threads, without duplicates. All
 * ids from 0 on are vertices.
 */
final class DrawnGraph implements GraphSource {
    private static final int EDGES_A_BUCKET_BITS = 16;
    private static final int MOST_BUCKET_BITS = 11;
    private static final int EDGES_A_STRETCH = 1 << 16;
    private static final int STRIP = 1024;

    private final String name;
    private final Sizes expected;
    private final long drawnEdges;
    private final Draws draws;
    private final DrawnWeights weights;

    /** Edges by their numbers, each a pure function of its own. Called by all threads. */
    @FunctionalInterface
    interface Draws {
        /**
         * Makes {@code count} edges from number {@code first} on. Self-loops are left out, the smaller id is the source.
         *
         * @return how many edges stand in {@code edges}
         */
        int make(long first, int count, long[] edges);
    }

    /** @param drawnEdges duplicates and self-loops included */
    DrawnGraph(String name, Sizes expected, long drawnEdges, Draws draws, DrawnWeights weights) {
        this.name = name;
        this.expected = expected;
        this.drawnEdges = drawnEdges;
        this.draws = draws;
        this.weights = weights;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Sizes expected() {
        return expected;
    }

    @Override
    public EdgeBag read(ThreadTeam team, LoadProgress progress, Share share) {
        var blocks = new EdgeBlocks();
        try {
            fill(blocks, team, progress, share);
            weights.weigh(blocks, team, progress);
            return DenseEdges.generated(new ContiguousIds(0, vertices()), false, weights.exist(), blocks);
        } catch (Throwable failure) {
            blocks.close();
            throw failure;
        }
    }

    private int vertices() {
        return Math.toIntExact(expected.vertices());
    }

    /** Each share has a range of the buckets: all edges are drawn, and those of others dropped at once. */
    private void fill(EdgeBlocks blocks, ThreadTeam team, LoadProgress progress, Share share) {
        int idBits = Math.max(1, Integer.SIZE - Integer.numberOfLeadingZeros(vertices() - 1));
        var buckets = new EdgeBuckets(idBits, bucketBits(idBits), team.size());
        generate(team, new Phase(progress, "counting edges", drawnEdges), buckets::count);
        buckets.allocate(blocks, team, share);
        generate(team, new Phase(progress, "generating edges", drawnEdges), buckets::put);
        buckets.finish(blocks, team, new Phase(progress, "sorting edges", drawnEdges));
    }

    private int bucketBits(int idBits) {
        int edgesBits = Long.SIZE - Long.numberOfLeadingZeros(drawnEdges);
        return Math.clamp(edgesBits - EDGES_A_BUCKET_BITS, 0, Math.min(idBits, MOST_BUCKET_BITS));
    }

    /** Takes generated edges. */
    @FunctionalInterface
    private interface Sink {
        void take(long[] edges, int count, int thread);
    }

    private void generate(ThreadTeam team, Phase phase, Sink sink) {
        var strips = new long[team.size()][STRIP];
        new Stretches(drawnEdges, EDGES_A_STRETCH).forEach(team, (_, thread, from, to) -> {
            long[] edges = strips[thread];
            for (long first = from; first < to; first += STRIP) {
                int made = draws.make(first, (int) Math.min(STRIP, to - first), edges);
                sink.take(edges, made, thread);
            }
            phase.advance(to - from);
        });
    }
}
