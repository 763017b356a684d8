package dev.weft.graph.source;

import static dev.weft.graph.source.SplitMix.mix;

/**
 * A small world, e.g. {@code smallworld:vertices=1000000,degree=16,rewire=0.1,seed=1} (Watts and Strogatz, Nature 393, 1998): a ring in
 * which each vertex has edges to the {@code degree / 2} next ones, each of which is led to some other vertex instead with a probability.
 * Rewired edges are drawn without looking at the others, and duplicates dropped: so there may be a few less than n degree / 2.
 *
 * @param degree even, less than {@code vertices}
 * @param rewire the probability, 0 to 1
 */
record SmallWorldSpec(int vertices, int degree, double rewire, long seed, DrawnWeights weights)
        implements DrawnGraph.Draws {
    static final String PREFIX = "smallworld:";

    private static final int LARGEST_DEGREE = 1 << 16;
    private static final double TWO_TO_53 = 0x1p53;
    private static final String EXAMPLE = PREFIX + "vertices=1000000,degree=16,rewire=0.1,seed=1";

    /** @param text with the prefix */
    static SmallWorldSpec parse(String text) {
        var settings = SpecSettings.parse(text, EXAMPLE, "vertices", "degree", "rewire", "seed", DrawnWeights.KEY);
        int vertices = settings.whole("vertices", 3, (int) Vertices.MOST);
        int degree = settings.whole("degree", 2, Math.min(LARGEST_DEGREE, vertices - 1));
        if (degree % 2 != 0) {
            throw settings.refused(
                    "degree", degree, "is odd: half of a vertex's edges lead each way, give an even one");
        }
        return new SmallWorldSpec(vertices, degree, settings.fraction("rewire"), settings.seed(), settings.weights());
    }

    GraphSource graph() {
        var sizes = new GraphSource.Sizes(vertices, expectedEdges(), weights.bytes());
        return new DrawnGraph(toString(), sizes, drawnEdges(), this, weights);
    }

    private long drawnEdges() {
        return (long) vertices * (degree / 2);
    }

    /**
     * How many different edges are to be expected. A draw of u is rewired to a given vertex with probability q = rewire / (n - 1); k draws
     * of u and v together can make the pair {u, v}, and one more does so with 1 - rewire where they are neighbours in the ring.
     */
    long expectedEdges() {
        double n = vertices;
        double q = rewire / (n - 1);
        double neighbours = drawnEdges();
        double others = n * (n - 1) / 2 - neighbours;
        double rewiredThere = -others * Math.expm1(degree * Math.log1p(-q));
        double absent = (rewire - q) * Math.exp((degree - 1) * Math.log1p(-q));
        return Math.round(rewiredThere + neighbours * (1 - absent));
    }

    @Override
    public int make(long first, int count, long[] edges) {
        long start = mix(seed);
        int half = degree / 2;
        for (int i = 0; i < count; i++) {
            long number = first + i;
            int u = (int) (number / half);
            long state = start + 2 * number * SplitMix.GOLDEN_RATIO;
            int v = (mix(state) >>> 11) < rewire * TWO_TO_53
                    ? other(u, mix(state + SplitMix.GOLDEN_RATIO))
                    : (int) ((u + 1L + number % half) % vertices);
            edges[i] = EdgeBag.edge(Math.min(u, v), Math.max(u, v));
        }
        return count;
    }

    /** Any vertex but {@code vertex}. */
    private int other(int vertex, long random) {
        int drawn = SplitMix.below(vertices - 1, random);
        return drawn < vertex ? drawn : drawn + 1;
    }

    @Override
    public String toString() {
        return PREFIX + "vertices=" + vertices + ",degree=" + degree + ",rewire=" + rewire + ",seed=" + seed
                + weights.setting();
    }
}
