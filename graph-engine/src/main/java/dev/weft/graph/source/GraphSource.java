package dev.weft.graph.source;

import dev.weft.runtime.ThreadTeam;

/** Where a graph comes from: a file, a generator, arrays, the running JDK. */
public interface GraphSource {
    /** As messages name it, e.g. {@code edges.csv}. */
    String name();

    /** What is to be expected, known before anything large is read: for the memory estimate and for progress. */
    Sizes expected();

    /** Reads all edges. */
    default EdgeBag read(ThreadTeam team, LoadProgress progress) {
        return read(team, progress, Share.WHOLE);
    }

    /**
     * Reads a share of the edges, with all threads of the team. The caller closes what it gets.
     *
     * @throws dev.weft.runtime.UsageException if the input can't be used, with file, line number, text and remedy
     */
    EdgeBag read(ThreadTeam team, LoadProgress progress, Share share);

    /**
     * Checks what can't be seen in a share alone: called when all shares have been read.
     *
     * @param edges of all shares together
     * @throws dev.weft.runtime.UsageException if there are more or less than the input says itself
     */
    default void requireComplete(long edges) {}

    /**
     * @param vertices expected number, at least 0
     * @param edges expected number, each undirected one once
     * @param weightBytes the most that the weight of an edge takes in memory; 0 if edges have no weights
     */
    record Sizes(long vertices, long edges, int weightBytes) {
        /** Of a graph without weights. */
        public Sizes(long vertices, long edges) {
            this(vertices, edges, 0);
        }
    }
}
