package dev.weft.graph;

/** How the weight of an edge changes what travels along it. */
public enum Weight {
    /** Not at all; the graph needs no weights. */
    NONE,
    /** It is added: lengths of paths. */
    PLUS,
    /** It is multiplied by: sparse matrix times vector, probabilities. */
    TIMES,
    /** As the edge function's own {@code along} says, called once an edge: the slower form. */
    FUNCTION
}
