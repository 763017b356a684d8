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
        if (op.width() == 2) {
            return foldPairs(type, op == Op.MIN_LOCATION, ranks, from, until);
        }
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
            case SHORT -> (short) combine(op, a, b);
            case FLOAT ->
                Float.floatToIntBits(combine(op, Float.intBitsToFloat((int) a), Float.intBitsToFloat((int) b)));
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
                case SHORT -> Array.setShort(array, i, (short) value);
                case FLOAT -> Array.setFloat(array, i, Float.intBitsToFloat((int) value));
            }
        }
        return array;
    }

    static long[] toLongs(ElementType type, Object array) {
        long[] values = new long[Array.getLength(array)];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (type) {
                case DOUBLE -> Double.doubleToRawLongBits(Array.getDouble(array, i));
                case FLOAT -> Float.floatToRawIntBits(Array.getFloat(array, i));
                default -> Array.getLong(array, i);
            };
        }
        return values;
    }

    private static double combine(Op op, double a, double b) {
        return switch (op.toString()) {
            case "SUM" -> a + b;
            case "PRODUCT" -> a * b;
            case "MIN" -> Math.min(a, b);
            case "MAX" -> Math.max(a, b);
            case "RIGHT MINUS LEFT" -> b - a;
            default -> throw new IllegalArgumentException(op.toString());
        };
    }

    private static float combine(Op op, float a, float b) {
        return switch (op.toString()) {
            case "SUM" -> a + b;
            case "PRODUCT" -> a * b;
            case "MIN" -> Math.min(a, b);
            case "MAX" -> Math.max(a, b);
            case "RIGHT MINUS LEFT" -> (float) ((double) b - a);
            default -> throw new IllegalArgumentException(op.toString());
        };
    }

    private static long combine(Op op, long a, long b) {
        return switch (op.toString()) {
            case "SUM" -> a + b;
            case "PRODUCT" -> a * b;
            case "MIN" -> Math.min(a, b);
            case "MAX" -> Math.max(a, b);
            case "AND" -> a & b;
            case "OR" -> a | b;
            case "XOR" -> a ^ b;
            case "RIGHT MINUS LEFT" -> b - a;
            default -> throw new IllegalArgumentException(op.toString());
        };
    }

    /** Of pairs of a value and a location, the one that goes first: the least or greatest value, then the least location. */
    private static long[] foldPairs(ElementType type, boolean least, long[][] ranks, int from, int until) {
        long[] result = ranks[from].clone();
        for (int i = 0; i < result.length; i += 2) {
            for (int rank = from + 1; rank < until; rank++) {
                double best = value(type, result[i]);
                double other = value(type, ranks[rank][i]);
                int order = least ? Double.compare(other, best) : Double.compare(best, other);
                if (Double.isNaN(other) != Double.isNaN(best)) {
                    order = Double.isNaN(other) ? -1 : 1;
                }
                boolean sooner = Double.compare(value(type, ranks[rank][i + 1]), value(type, result[i + 1])) < 0;
                if (order < 0 || (order == 0 && sooner)) {
                    result[i] = ranks[rank][i];
                    result[i + 1] = ranks[rank][i + 1];
                }
            }
        }
        return until - from == 1 ? result : withOneNaN(type, result);
    }

    private static long[] withOneNaN(ElementType type, long[] elements) {
        for (int i = 0; type.isFloating() && i < elements.length; i++) {
            if (Double.isNaN(value(type, elements[i]))) {
                elements[i] = type == ElementType.DOUBLE
                        ? Double.doubleToLongBits(Double.NaN)
                        : Float.floatToIntBits(Float.NaN);
            }
        }
        return elements;
    }

    private static double value(ElementType type, long element) {
        return switch (type) {
            case DOUBLE -> Double.longBitsToDouble(element);
            case FLOAT -> Float.intBitsToFloat((int) element);
            default -> element;
        };
    }
}
