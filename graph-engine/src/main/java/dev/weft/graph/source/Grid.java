package dev.weft.graph.source;

/** Rows and columns of vertices, each with an edge to the next one on its right and below: {@code grid:rows=R,columns=C}. */
record Grid(int rows, int columns) implements PatternGraph.Pattern {
    static final String PREFIX = "grid:";

    private static final String EXAMPLE = PREFIX + "rows=1000,columns=1000";

    /** @param text with the prefix */
    static GraphSource parse(String text) {
        var settings = SpecSettings.parse(text, EXAMPLE, "rows", "columns", "seed", DrawnWeights.KEY);
        int rows = settings.whole("rows", 1, (int) Vertices.MOST);
        int columns = settings.whole("columns", 1, (int) (Vertices.MOST / rows));
        var grid = new Grid(rows, columns);
        return new PatternGraph(PREFIX + "rows=" + rows + ",columns=" + columns, grid, settings.weights());
    }

    @Override
    public int vertices() {
        return rows * columns;
    }

    @Override
    public long edges() {
        return (long) rows * (columns - 1) + (rows - 1L) * columns;
    }

    @Override
    public int most() {
        return 2;
    }

    @Override
    public int targets(int vertex, int[] targets) {
        int count = 0;
        if (vertex % columns < columns - 1) {
            targets[count++] = vertex + 1;
        }
        if (vertex < vertices() - columns) {
            targets[count++] = vertex + columns;
        }
        return count;
    }
}
