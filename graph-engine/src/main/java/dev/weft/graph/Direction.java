package dev.weft.graph;

/**
 * Whether an edge map pulls (every target looks at its incoming edges) or pushes (every member of the frontier sends along its outgoing
 * ones); from counts that all ranks agree on. After Beamer's direction-optimising BFS (SC 2012).
 */
enum Direction {
    PUSH,
    PULL;

    /**
     * A frontier with more than this share of all edges is pulled. Measured (docs/performance.md): a pushed edge costs about this much
     * more than one that a pull looks at, or skips.
     */
    private static final long PULL_FROM_ONE_IN = 64;

    static Direction choose(long frontierEdges, long allEdges) {
        return frontierEdges > allEdges / PULL_FROM_ONE_IN ? PULL : PUSH;
    }
}
