package dev.weft.graph.source;

/**
 * When edges count as equal, and which are dropped whatever others there are.
 *
 * @param directed else an edge is the same in either direction
 */
record EdgeKeys(boolean directed, boolean keepsSelfLoops) {
    boolean drops(long edge) {
        return !keepsSelfLoops && EdgeBag.source(edge) == EdgeBag.target(edge);
    }

    /** The same for equal edges: of an undirected edge, from its smaller end to its larger. */
    long key(long edge) {
        int source = EdgeBag.source(edge);
        int target = EdgeBag.target(edge);
        return directed || source <= target ? edge : EdgeBag.edge(/* source= */ target, /* target= */ source);
    }

    /** All bits of it depend on all bits of the key. */
    static long hash(long key) {
        return SplitMix.mix(key);
    }
}
