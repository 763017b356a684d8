package dev.weft.collectives;

/**
 * How values of several ranks are combined. Floating sums and products are folded in ascending rank order, so that
 * every call gives the same bits whatever the timing; the other operations are exact in any order. A combination that
 * is not a number is always {@link Double#NaN}.
 *
 * <p>{@code AND}, {@code OR} and {@code XOR} are bitwise and exist for integer types only.
 */
public enum Op {
    SUM,
    PRODUCT,
    MIN,
    MAX,
    AND,
    OR,
    XOR
}
