package dev.weft.graph;

/** A {@link Weight} on one type of messages. */
enum Join {
    NONE,
    PLUS_DOUBLE,
    TIMES_DOUBLE,
    PLUS_LONG,
    TIMES_LONG,
    FUNCTION;

    static Join ofDoubles(Weight weight) {
        return switch (weight) {
            case NONE -> NONE;
            case PLUS -> PLUS_DOUBLE;
            case TIMES -> TIMES_DOUBLE;
            case FUNCTION -> FUNCTION;
        };
    }

    /** Of a fractional weight the whole part counts. */
    static Join ofLongs(Weight weight) {
        return switch (weight) {
            case NONE -> NONE;
            case PLUS -> PLUS_LONG;
            case TIMES -> TIMES_LONG;
            case FUNCTION -> FUNCTION;
        };
    }

    /** What becomes of a message along an edge. */
    static long apply(EdgeFunction function, long message, double weight) {
        return switch (function.join) {
            case NONE -> message;
            case PLUS_DOUBLE -> Double.doubleToRawLongBits(Double.longBitsToDouble(message) + weight);
            case TIMES_DOUBLE -> Double.doubleToRawLongBits(Double.longBitsToDouble(message) * weight);
            case PLUS_LONG -> message + (long) weight;
            case TIMES_LONG -> message * (long) weight;
            case FUNCTION -> function.alongBits(message, weight);
        };
    }
}
