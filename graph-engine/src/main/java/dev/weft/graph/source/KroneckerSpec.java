package dev.weft.graph.source;

/**
 * Which Kronecker graph is meant, e.g. {@code kronecker:scale=20,degree=16,seed=1}.
 *
 * @param scale there are 2^scale vertices
 * @param degree edges generated for each vertex, duplicates and self-loops included
 */
record KroneckerSpec(int scale, int degree, long seed, DrawnWeights weights) {
    static final String PREFIX = "kronecker:";

    private static final int LARGEST_SCALE = 30;
    private static final int LARGEST_DEGREE = 1 << 16;
    private static final String EXAMPLE = PREFIX + "scale=20,degree=16,seed=1";

    /** @param text with the prefix */
    static KroneckerSpec parse(String text) {
        var settings = SpecSettings.parse(text, EXAMPLE, "scale", "degree", "seed", DrawnWeights.KEY);
        return new KroneckerSpec(
                settings.whole("scale", 1, LARGEST_SCALE),
                settings.whole("degree", 1, LARGEST_DEGREE, 16),
                settings.seed(),
                settings.weights());
    }

    GraphSource graph() {
        var sizes = new GraphSource.Sizes(1L << scale, expectedEdges(), weights.bytes());
        return new DrawnGraph(toString(), sizes, generatedEdges(), new KroneckerEdges(scale, seed), weights);
    }

    long generatedEdges() {
        return (long) degree << scale;
    }

    /**
     * How many different edges are to be expected. A pair of vertices whose ids have both 0 at i levels, both 1 at k levels and differ at
     * the j others is drawn with probability p = 2 A^i B^j D^k; there are scale! / (i! j! k!) 2^(j - 1) such pairs.
     */
    long expectedEdges() {
        double edges = 0;
        double pairsOfDiffering = scale;
        for (int j = 1; j <= scale; j++) {
            double pairs = pairsOfDiffering;
            for (int k = 0; k <= scale - j; k++) {
                double p = 2
                        * Math.pow(KroneckerEdges.A, scale - j - k)
                        * Math.pow(KroneckerEdges.B, j)
                        * Math.pow(KroneckerEdges.D, k);
                edges -= pairs * Math.expm1(generatedEdges() * Math.log1p(-p));
                pairs *= (double) (scale - j - k) / (k + 1);
            }
            pairsOfDiffering *= 2.0 * (scale - j) / (j + 1);
        }
        return Math.round(edges);
    }

    @Override
    public String toString() {
        return PREFIX + "scale=" + scale + ",degree=" + degree + ",seed=" + seed + weights.setting();
    }
}
