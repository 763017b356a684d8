package dev.weft.graph;

/** How the messages to one target are combined. */
public enum Op {
    /** Floating sums are folded in ascending order of the sources, so that they give the same bits on any number of ranks and threads. */
    SUM,
    MIN,
    MAX,
    /** Bitwise, for {@link LongEdgeFunction} only, as are {@link #OR} and {@link #XOR}. */
    AND,
    OR,
    XOR,
    /** The message of the first source in the engine's own vertex order: any one would do, this one is always the same. */
    FIRST
}
