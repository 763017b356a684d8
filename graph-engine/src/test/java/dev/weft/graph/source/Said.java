package dev.weft.graph.source;

import java.nio.file.Path;
import java.util.Optional;

/** Options of a graph, one at a time. */
final class Said {
    private Said() {}

    static GraphOptions vertices(Path file) {
        return new GraphOptions(Optional.of(file.toString()), Optional.empty(), Optional.empty(), Optional.empty());
    }

    static GraphOptions columns(String columns) {
        return new GraphOptions(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(Columns.parse(columns)));
    }

    static GraphOptions directed(boolean directed) {
        return GraphOptions.NONE.directed(directed);
    }

    static GraphOptions weighted(boolean weighted) {
        return GraphOptions.NONE.weighted(weighted);
    }
}
