package dev.weft.graph.source;

/** Vertex 0 with an edge to each of the others: {@code star:vertices=N}. */
record Star(int vertices) implements PatternGraph.Pattern {
    static final String PREFIX = "star:";

    private static final String EXAMPLE = PREFIX + "vertices=1000000";

    /** @param text with the prefix */
    static GraphSource parse(String text) {
        var settings = SpecSettings.parse(text, EXAMPLE, "vertices", "seed", DrawnWeights.KEY);
        int vertices = settings.whole("vertices", 1, (int) Vertices.MOST);
        return new PatternGraph(PREFIX + "vertices=" + vertices, new Star(vertices), settings.weights());
    }

    @Override
    public long edges() {
        return vertices - 1L;
    }

    @Override
    public int most() {
        return 1;
    }

    /** The leaves begin the edges, lest one vertex begin all. */
    @Override
    public int targets(int vertex, int[] targets) {
        targets[0] = 0;
        return vertex == 0 ? 0 : 1;
    }
}
