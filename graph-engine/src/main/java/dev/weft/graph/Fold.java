package dev.weft.graph;

/** An {@link Op} on one type. Values travel as the 64 bits of a {@code double} or {@code long}. */
enum Fold {
    SUM_DOUBLE(Double.doubleToRawLongBits(0.0)),
    MIN_DOUBLE(Double.doubleToRawLongBits(Double.POSITIVE_INFINITY)),
    MAX_DOUBLE(Double.doubleToRawLongBits(Double.NEGATIVE_INFINITY)),
    SUM_LONG(0),
    MIN_LONG(Long.MAX_VALUE),
    MAX_LONG(Long.MIN_VALUE),
    AND_LONG(-1),
    OR_LONG(0),
    XOR_LONG(0),
    /** Keeps what came first; the engine delivers in ascending order of the sources. It has no identity. */
    FIRST(0);

    final long identity;

    Fold(long identity) {
        this.identity = identity;
    }

    static Fold ofDoubles(Op op) {
        return switch (op) {
            case SUM -> SUM_DOUBLE;
            case MIN -> MIN_DOUBLE;
            case MAX -> MAX_DOUBLE;
            case FIRST -> FIRST;
            case AND, OR, XOR ->
                throw new IllegalArgumentException(
                        "Op." + op + " is bitwise and has no meaning for doubles: use a LongEdgeFunction");
        };
    }

    static Fold ofLongs(Op op) {
        return switch (op) {
            case SUM -> SUM_LONG;
            case MIN -> MIN_LONG;
            case MAX -> MAX_LONG;
            case AND -> AND_LONG;
            case OR -> OR_LONG;
            case XOR -> XOR_LONG;
            case FIRST -> FIRST;
        };
    }

    /** A static method with a switch, since a virtual call per edge would cost more than the edge. */
    static long apply(Fold fold, long a, long b) {
        return switch (fold) {
            case SUM_DOUBLE -> Double.doubleToRawLongBits(Double.longBitsToDouble(a) + Double.longBitsToDouble(b));
            case MIN_DOUBLE ->
                Double.doubleToRawLongBits(Math.min(Double.longBitsToDouble(a), Double.longBitsToDouble(b)));
            case MAX_DOUBLE ->
                Double.doubleToRawLongBits(Math.max(Double.longBitsToDouble(a), Double.longBitsToDouble(b)));
            case SUM_LONG -> a + b;
            case MIN_LONG -> Math.min(a, b);
            case MAX_LONG -> Math.max(a, b);
            case AND_LONG -> a & b;
            case OR_LONG -> a | b;
            case XOR_LONG -> a ^ b;
            case FIRST -> a;
        };
    }
}
