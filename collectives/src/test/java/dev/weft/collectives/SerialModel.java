package dev.weft.collectives;

import java.lang.reflect.Array;
import java.util.function.IntToLongFunction;

/**
 * What the collective calls give, computed by one thread in the plainest way. Elements are longs: an integer's value, a
 * double's bits.
 */
final class SerialModel {
    private SerialModel() {}

    /** Element by element the combination of several ranks' elements, in ascending rank order. */
    static long[] fold(ElementType type, Op op, long[][] ranks, int from, int until) {
        long[] result = ranks[from].clone();
        for (int rank = from + 1; rank < until; rank++) {
            for (int i = 0; i < result.length; i++) {
                result[i] = combine(type, op, result[i], ranks[rank][i]);
            }
        }
        return result;
    }

    static long combine(ElementType type, Op op, long a, long b) {
        return switch (type) {
            case DOUBLE -> Double.doubleToLongBits(combine(op, Double.longBitsToDouble(a), Double.longBitsToDouble(b)));
            case LONG -> combine(op, a, b);
            case INT -> (int) combine(op, a, b);
            case BYTE -> (byte) combine(op, a, b);
        };
    }

    static Object toArray(ElementType type, int length, IntToLongFunction element) {
        Object array = type.newArray(length);
        for (int i = 0; i < length; i++) {
            long value = element.applyAsLong(i);
            switch (type) {
                case DOUBLE -> Array.setDouble(array, i, Double.longBitsToDouble(value));
                case LONG -> Array.setLong(array, i, value);
                case INT -> Array.setInt(array, i, (int) value);
                case BYTE -> Array.setByte(array, i, (byte) value);
            }
        }
        return array;
    }

    static long[] toLongs(ElementType type, Object array) {
        long[] values = new long[Array.getLength(array)];
        for (int i = 0; i < values.length; i++) {
            values[i] = type == ElementType.DOUBLE
                    ? Double.doubleToRawLongBits(Array.getDouble(array, i))
                    : Array.getLong(array, i);
        }
        return values;
    }

    private static double combine(Op op, double a, double b) {
        return switch (op) {
            case SUM -> a + b;
            case PRODUCT -> a * b;
            case MIN -> Math.min(a, b);
            case MAX -> Math.max(a, b);
            case AND, OR, XOR -> throw new IllegalArgumentException(op.name());
        };
    }

    private static long combine(Op op, long a, long b) {
        return switch (op) {
            case SUM -> a + b;
            case PRODUCT -> a * b;
            case MIN -> Math.min(a, b);
            case MAX -> Math.max(a, b);
            case AND -> a & b;
            case OR -> a | b;
            case XOR -> a ^ b;
        };
    }
}
