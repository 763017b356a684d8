package dev.weft.graph.algorithms;

import java.util.Optional;

/** Checks {@link MultiSourceBfs}, whose searches share passes, against a queue for each source alone. */
public final class MultiSourceBfsVerifier {
    private MultiSourceBfsVerifier() {}

    /**
     * Checks every level from one source.
     *
     * @param source position of the source
     * @param level by position
     * @return what is wrong, or empty
     */
    public static Optional<String> verify(SerialGraph graph, int source, long[] level) {
        if (level.length != graph.vertexCount()) {
            return Optional.of("levels=" + level.length + " != vertices=" + graph.vertexCount());
        }
        long[] expected = BfsVerifier.levels(graph, source);
        for (int v = 0; v < level.length; v++) {
            if (level[v] != expected[v]) {
                return Optional.of(
                        "from " + source + ": level[" + v + "]=" + level[v] + " but a queue gives " + expected[v]);
            }
        }
        return Optional.empty();
    }
}
