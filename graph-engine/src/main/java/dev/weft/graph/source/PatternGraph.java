package dev.weft.graph.source;

import dev.weft.runtime.ThreadTeam;

/** An undirected graph without chance: each vertex, from 0 on, tells the edges that it begins. A share is a range of vertices. */
final class PatternGraph implements GraphSource {
    private static final int EDGES_A_STRETCH = 1 << 16;

    private final String name;
    private final Sizes sizes;
    private final Pattern pattern;
    private final DrawnWeights weights;

    /** Which edges there are. */
    interface Pattern {
        int vertices();

        long edges();

        /** The most edges that a vertex begins. */
        int most();

        /**
         * Puts the ends of the edges that a vertex begins into {@code targets}, and returns how many they are. Each edge of the graph is
         * begun by one of its ends.
         */
        int targets(int vertex, int[] targets);
    }

    /** @param name without what it says of weights */
    PatternGraph(String name, Pattern pattern, DrawnWeights weights) {
        this.name = name + weights.settings();
        this.sizes = new Sizes(pattern.vertices(), pattern.edges(), weights.bytes());
        this.pattern = pattern;
        this.weights = weights;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Sizes expected() {
        return sizes;
    }

    @Override
    public EdgeBag read(ThreadTeam team, LoadProgress progress, Share share) {
        var blocks = new EdgeBlocks();
        try {
            fill(blocks, team, new Phase(progress, "generating edges", sizes.vertices() / share.count() + 1), share);
            blocks.finish();
            weights.weigh(blocks, team, progress);
            return DenseEdges.generated(new ContiguousIds(0, pattern.vertices()), false, weights.exist(), blocks);
        } catch (Throwable failure) {
            blocks.close();
            throw failure;
        }
    }

    private void fill(EdgeBlocks blocks, ThreadTeam team, Phase phase, Share share) {
        var makers = new Maker[team.size()];
        long first = share.start(sizes.vertices());
        int length = Math.max(1, EDGES_A_STRETCH / Math.max(1, pattern.most()));
        new Stretches(share.end(sizes.vertices()) - first, length).forEach(team, (_, thread, from, to) -> {
            if (makers[thread] == null) {
                makers[thread] = new Maker(blocks.appender());
            }
            for (long vertex = first + from; vertex < first + to; vertex++) {
                makers[thread].begin((int) vertex);
            }
            phase.advance(to - from);
        });
        for (Maker maker : makers) {
            if (maker != null) {
                maker.flush();
            }
        }
    }

    /** One thread's edges. */
    private final class Maker {
        private final EdgeAppender appender;
        private final int[] targets = new int[Math.max(1, pattern.most())];
        private final long[] ids = new long[2 * EdgeAppender.STRIP];
        private int edges;

        Maker(EdgeAppender appender) {
            this.appender = appender;
        }

        void begin(int vertex) {
            int count = pattern.targets(vertex, targets);
            for (int i = 0; i < count; i++) {
                ids[2 * edges] = vertex;
                ids[2 * edges + 1] = targets[i];
                if (++edges == EdgeAppender.STRIP) {
                    flush();
                }
            }
        }

        void flush() {
            appender.append(ids, edges);
            edges = 0;
        }
    }
}
