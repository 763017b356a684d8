package dev.weft.graph.source;

/**
 * Vertices in a circle, each with edges to the {@code reach} next ones: a ring where that is one, the complete graph where it is half of
 * all, {@code ring:vertices=N} and {@code complete:vertices=N}. So each vertex begins as many edges as any other, or one more.
 *
 * @param reach no more than half of {@code vertices}; where it is just that, opposite vertices have their edge once
 */
record Circulant(int vertices, int reach) implements PatternGraph.Pattern {
    static final String RING = "ring:";
    static final String COMPLETE = "complete:";

    private static final int LARGEST_COMPLETE = 1 << 20;

    /** @param text with the prefix */
    static GraphSource parseRing(String text) {
        var settings = SpecSettings.parse(text, RING + "vertices=1000000", "vertices", "seed", DrawnWeights.KEY);
        int vertices = settings.whole("vertices", 3, (int) Vertices.MOST);
        return new PatternGraph(RING + "vertices=" + vertices, new Circulant(vertices, 1), settings.weights());
    }

    /** @param text with the prefix */
    static GraphSource parseComplete(String text) {
        var settings = SpecSettings.parse(text, COMPLETE + "vertices=1000", "vertices", "seed", DrawnWeights.KEY);
        int vertices = settings.whole("vertices", 1, LARGEST_COMPLETE);
        return new PatternGraph(
                COMPLETE + "vertices=" + vertices, new Circulant(vertices, vertices / 2), settings.weights());
    }

    private boolean reachesOpposite() {
        return 2L * reach == vertices;
    }

    @Override
    public long edges() {
        return (long) vertices * reach - (reachesOpposite() ? reach : 0);
    }

    @Override
    public int most() {
        return reach;
    }

    @Override
    public int targets(int vertex, int[] targets) {
        int count = reachesOpposite() && vertex >= reach ? reach - 1 : reach;
        for (int i = 0; i < count; i++) {
            targets[i] = (int) ((vertex + 1L + i) % vertices);
        }
        return count;
    }
}
