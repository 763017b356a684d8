package dev.weft.graph.source;

import static dev.weft.graph.source.SplitMix.mix;

/**
 * A uniform random graph, e.g. {@code uniform:vertices=1000000,degree=16,seed=1}: every edge leads from any vertex to any other with the
 * same probability (Erdős and Rényi, 1959, drawn with repetition as the GAP Benchmark Suite does).
 *
 * @param degree edges drawn for each vertex, duplicates and self-loops included
 */
record UniformSpec(int vertices, int degree, long seed, DrawnWeights weights) implements DrawnGraph.Draws {
    static final String PREFIX = "uniform:";

    private static final int LARGEST_DEGREE = 1 << 16;
    private static final String EXAMPLE = PREFIX + "vertices=1000000,degree=16,seed=1";

    /** @param text with the prefix */
    static UniformSpec parse(String text) {
        var settings = SpecSettings.parse(text, EXAMPLE, "vertices", "degree", "seed", DrawnWeights.KEY);
        return new UniformSpec(
                settings.whole("vertices", 2, (int) Vertices.MOST),
                settings.whole("degree", 1, LARGEST_DEGREE, 16),
                settings.seed(),
                settings.weights());
    }

    GraphSource graph() {
        var sizes = new GraphSource.Sizes(vertices, expectedEdges(), weights.bytes());
        return new DrawnGraph(toString(), sizes, drawnEdges(), this, weights);
    }

    private long drawnEdges() {
        return (long) vertices * degree;
    }

    /** How many different edges are to be expected: each of the n (n - 1) / 2 pairs is drawn with probability 2 / n^2. */
    long expectedEdges() {
        double n = vertices;
        return Math.round(-n * (n - 1) / 2 * Math.expm1(drawnEdges() * Math.log1p(-2 / (n * n))));
    }

    @Override
    public int make(long first, int count, long[] edges) {
        long start = mix(seed);
        int made = 0;
        for (int i = 0; i < count; i++) {
            long state = start + 2 * (first + i) * SplitMix.GOLDEN_RATIO;
            int u = SplitMix.below(vertices, mix(state));
            int v = SplitMix.below(vertices, mix(state + SplitMix.GOLDEN_RATIO));
            edges[made] = EdgeBag.edge(Math.min(u, v), Math.max(u, v));
            made += u == v ? 0 : 1;
        }
        return made;
    }

    @Override
    public String toString() {
        return PREFIX + "vertices=" + vertices + ",degree=" + degree + ",seed=" + seed + weights.setting();
    }
}
