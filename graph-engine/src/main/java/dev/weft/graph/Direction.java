package dev.weft.graph;

/**
 * Whether an edge map pulls (every target looks at its incoming edges) or pushes (every member of the frontier sends along its outgoing
 * ones); from counts that all ranks agree on. After Beamer's direction-optimising BFS (SC 2012).
 */
enum Direction {
    /** One thread of each rank pushes. */
    PUSH_ALONE,
    PUSH,
    PULL;

    /** Up to this many edges, waking the other threads, and boxes for what is sent, cost more than they bring (measured on a 2-D grid). */
    private static final long ALONE_EDGES = 1 << 14;

    /**
     * A frontier with more than this share of all edges is pulled. Measured (docs/performance.md): a pushed edge costs about this much
     * more than one that a pull looks at, or skips.
     */
    private static final long PULL_FROM_ONE_IN = 64;

    static Direction choose(long frontierEdges, long allEdges) {
        if (frontierEdges > allEdges / PULL_FROM_ONE_IN) {
            return PULL;
        }
        return frontierEdges > ALONE_EDGES ? PUSH : PUSH_ALONE;
    }
}
