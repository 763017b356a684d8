package dev.weft.graph.source;

import java.nio.file.Path;

/** Options of a graph, one at a time. */
final class Said {
    private Said() {}

    static GraphOptions vertices(Path file) {
        return GraphOptions.NONE.vertices(file.toString());
    }

    static GraphOptions columns(String columns) {
        return GraphOptions.NONE.columns(Columns.parse(columns));
    }

    static GraphOptions directed(boolean directed) {
        return GraphOptions.NONE.directed(directed);
    }

    static GraphOptions weighted(boolean weighted) {
        return GraphOptions.NONE.weighted(weighted);
    }
}
