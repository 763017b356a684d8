package dev.weft.graph;

/** Which targets an edge map calls {@code update} for. */
public enum Deliver {
    /** Those that a message came to. */
    TO_RECEIVERS,
    /** Every vertex, with the operation's identity where no message came. */
    TO_ALL
}
