package dev.weft.collectives.algorithm;

import dev.weft.collectives.ElementType;
import dev.weft.collectives.Op;

/**
 * The loops that combine two arrays, {@code into[i] = into[i] op from[i]} for i below {@code count}. Both begin at 0,
 * so that the compiler can prove that it may use vectors.
 *
 * <p>Which of two NaNs a floating operation returns depends on the machine code, so every NaN becomes {@link
 * Double#NaN} or {@link Float#NaN}.
 */
public final class Kernels {
    private Kernels() {}

    public static void fold(ElementType type, Op op, Object into, Object from, int count) {
        switch (type) {
            case DOUBLE -> fold(op, (double[]) into, (double[]) from, count);
            case LONG -> fold(op, (long[]) into, (long[]) from, count);
            case INT -> fold(op, (int[]) into, (int[]) from, count);
            case BYTE -> fold(op, (byte[]) into, (byte[]) from, count);
            case FLOAT -> fold(op, (float[]) into, (float[]) from, count);
            case SHORT -> fold(op, (short[]) into, (short[]) from, count);
        }
    }

    private static void fold(Op op, double[] into, double[] from, int count) {
        switch (op.kind()) {
            case SUM -> sum(into, from, count);
            case PRODUCT -> product(into, from, count);
            case MIN -> min(into, from, count);
            case MAX -> max(into, from, count);
            case AND, OR, XOR -> throw new AssertionError(op);
            case MIN_LOCATION -> minLocation(into, from, count);
            case MAX_LOCATION -> maxLocation(into, from, count);
            case OWN -> own(op, into, from, count);
        }
        unifyNaNs(into, count);
    }

    private static void fold(Op op, long[] into, long[] from, int count) {
        switch (op.kind()) {
            case SUM -> sum(into, from, count);
            case PRODUCT -> product(into, from, count);
            case MIN -> min(into, from, count);
            case MAX -> max(into, from, count);
            case AND -> and(into, from, count);
            case OR -> or(into, from, count);
            case XOR -> xor(into, from, count);
            case MIN_LOCATION -> minLocation(into, from, count);
            case MAX_LOCATION -> maxLocation(into, from, count);
            case OWN -> own(op, into, from, count);
        }
    }

    private static void fold(Op op, int[] into, int[] from, int count) {
        switch (op.kind()) {
            case SUM -> sum(into, from, count);
            case PRODUCT -> product(into, from, count);
            case MIN -> min(into, from, count);
            case MAX -> max(into, from, count);
            case AND -> and(into, from, count);
            case OR -> or(into, from, count);
            case XOR -> xor(into, from, count);
            case MIN_LOCATION -> minLocation(into, from, count);
            case MAX_LOCATION -> maxLocation(into, from, count);
            case OWN -> own(op, into, from, count);
        }
    }

    private static void fold(Op op, byte[] into, byte[] from, int count) {
        switch (op.kind()) {
            case SUM -> sum(into, from, count);
            case PRODUCT -> product(into, from, count);
            case MIN -> min(into, from, count);
            case MAX -> max(into, from, count);
            case AND -> and(into, from, count);
            case OR -> or(into, from, count);
            case XOR -> xor(into, from, count);
            case MIN_LOCATION -> minLocation(into, from, count);
            case MAX_LOCATION -> maxLocation(into, from, count);
            case OWN -> own(op, into, from, count);
        }
    }

    private static void fold(Op op, float[] into, float[] from, int count) {
        switch (op.kind()) {
            case SUM -> sum(into, from, count);
            case PRODUCT -> product(into, from, count);
            case MIN -> min(into, from, count);
            case MAX -> max(into, from, count);
            case AND, OR, XOR -> throw new AssertionError(op);
            case MIN_LOCATION -> minLocation(into, from, count);
            case MAX_LOCATION -> maxLocation(into, from, count);
            case OWN -> own(op, into, from, count);
        }
        unifyNaNs(into, count);
    }

    private static void fold(Op op, short[] into, short[] from, int count) {
        switch (op.kind()) {
            case SUM -> sum(into, from, count);
            case PRODUCT -> product(into, from, count);
            case MIN -> min(into, from, count);
            case MAX -> max(into, from, count);
            case AND -> and(into, from, count);
            case OR -> or(into, from, count);
            case XOR -> xor(into, from, count);
            case MIN_LOCATION -> minLocation(into, from, count);
            case MAX_LOCATION -> maxLocation(into, from, count);
            case OWN -> own(op, into, from, count);
        }
    }

    private static void sum(double[] into, double[] from, int count) {
        for (int i = 0; i < count; i++) {
            into[i] += from[i];
        }
    }

    private static void product(double[] into, double[] from, int count) {
        for (int i = 0; i < count; i++) {
            into[i] *= from[i];
        }
    }

    private static void min(double[] into, double[] from, int count) {
        for (int i = 0; i < count; i++) {
            into[i] = Math.min(into[i], from[i]);
        }
    }

    private static void max(double[] into, double[] from, int count) {
        for (int i = 0; i < count; i++) {
            into[i] = Math.max(into[i], from[i]);
        }
    }

    private static void unifyNaNs(double[] into, int count) {
        for (int i = 0; i < count; i++) {
            if (Double.isNaN(into[i])) {
                into[i] = Double.NaN;
            }
        }
    }

    private static void own(Op op, double[] into, double[] from, int count) {
        for (int i = 0; i < count; i++) {
            into[i] = op.apply(into[i], from[i]);
        }
    }

    private static void minLocation(double[] into, double[] from, int count) {
        for (int i = 0; i < count; i += 2) {
            int order = minOrder(from[i], into[i]);
            if (order < 0 || (order == 0 && locationOrder(from[i + 1], into[i + 1]) < 0)) {
                into[i] = from[i];
                into[i + 1] = from[i + 1];
            }
        }
    }

    private static void maxLocation(double[] into, double[] from, int count) {
        for (int i = 0; i < count; i += 2) {
            int order = maxOrder(from[i], into[i]);
            if (order < 0 || (order == 0 && locationOrder(from[i + 1], into[i + 1]) < 0)) {
                into[i] = from[i];
                into[i + 1] = from[i + 1];
            }
        }
    }

    private static void sum(long[] into, long[] from, int count) {
        for (int i = 0; i < count; i++) {
            into[i] += from[i];
        }
    }

    private static void product(long[] into, long[] from, int count) {
        for (int i = 0; i < count; i++) {
            into[i] *= from[i];
        }
    }

    private static void min(long[] into, long[] from, int count) {
        for (int i = 0; i < count; i++) {
            into[i] = Math.min(into[i], from[i]);
        }
    }

    private static void max(long[] into, long[] from, int count) {
        for (int i = 0; i < count; i++) {
            into[i] = Math.max(into[i], from[i]);
        }
    }

    private static void and(long[] into, long[] from, int count) {
        for (int i = 0; i < count; i++) {
            into[i] &= from[i];
        }
    }

    private static void or(long[] into, long[] from, int count) {
        for (int i = 0; i < count; i++) {
            into[i] |= from[i];
        }
    }

    private static void xor(long[] into, long[] from, int count) {
        for (int i = 0; i < count; i++) {
            into[i] ^= from[i];
        }
    }

    private static void own(Op op, long[] into, long[] from, int count) {
        for (int i = 0; i < count; i++) {
            into[i] = op.apply(into[i], from[i]);
        }
    }

    private static void minLocation(long[] into, long[] from, int count) {
        for (int i = 0; i < count; i += 2) {
            int order = minOrder(from[i], into[i]);
            if (order < 0 || (order == 0 && locationOrder(from[i + 1], into[i + 1]) < 0)) {
                into[i] = from[i];
                into[i + 1] = from[i + 1];
            }
        }
    }

    private static void maxLocation(long[] into, long[] from, int count) {
        for (int i = 0; i < count; i += 2) {
            int order = maxOrder(from[i], into[i]);
            if (order < 0 || (order == 0 && locationOrder(from[i + 1], into[i + 1]) < 0)) {
                into[i] = from[i];
                into[i + 1] = from[i + 1];
            }
        }
    }

    private static void sum(int[] into, int[] from, int count) {
        for (int i = 0; i < count; i++) {
            into[i] += from[i];
        }
    }

    private static void product(int[] into, int[] from, int count) {
        for (int i = 0; i < count; i++) {
            into[i] *= from[i];
        }
    }

    private static void min(int[] into, int[] from, int count) {
        for (int i = 0; i < count; i++) {
            into[i] = Math.min(into[i], from[i]);
        }
    }

    private static void max(int[] into, int[] from, int count) {
        for (int i = 0; i < count; i++) {
            into[i] = Math.max(into[i], from[i]);
        }
    }

    private static void and(int[] into, int[] from, int count) {
        for (int i = 0; i < count; i++) {
            into[i] &= from[i];
        }
    }

    private static void or(int[] into, int[] from, int count) {
        for (int i = 0; i < count; i++) {
            into[i] |= from[i];
        }
    }

    private static void xor(int[] into, int[] from, int count) {
        for (int i = 0; i < count; i++) {
            into[i] ^= from[i];
        }
    }

    private static void own(Op op, int[] into, int[] from, int count) {
        for (int i = 0; i < count; i++) {
            into[i] = (int) op.apply(into[i], from[i]);
        }
    }

    private static void minLocation(int[] into, int[] from, int count) {
        for (int i = 0; i < count; i += 2) {
            int order = minOrder(from[i], into[i]);
            if (order < 0 || (order == 0 && locationOrder(from[i + 1], into[i + 1]) < 0)) {
                into[i] = from[i];
                into[i + 1] = from[i + 1];
            }
        }
    }

    private static void maxLocation(int[] into, int[] from, int count) {
        for (int i = 0; i < count; i += 2) {
            int order = maxOrder(from[i], into[i]);
            if (order < 0 || (order == 0 && locationOrder(from[i + 1], into[i + 1]) < 0)) {
                into[i] = from[i];
                into[i + 1] = from[i + 1];
            }
        }
    }

    private static void sum(byte[] into, byte[] from, int count) {
        for (int i = 0; i < count; i++) {
            into[i] += from[i];
        }
    }

    private static void product(byte[] into, byte[] from, int count) {
        for (int i = 0; i < count; i++) {
            into[i] *= from[i];
        }
    }

    private static void min(byte[] into, byte[] from, int count) {
        for (int i = 0; i < count; i++) {
            into[i] = (byte) Math.min(into[i], from[i]);
        }
    }

    private static void max(byte[] into, byte[] from, int count) {
        for (int i = 0; i < count; i++) {
            into[i] = (byte) Math.max(into[i], from[i]);
        }
    }

    private static void and(byte[] into, byte[] from, int count) {
        for (int i = 0; i < count; i++) {
            into[i] &= from[i];
        }
    }

    private static void or(byte[] into, byte[] from, int count) {
        for (int i = 0; i < count; i++) {
            into[i] |= from[i];
        }
    }

    private static void xor(byte[] into, byte[] from, int count) {
        for (int i = 0; i < count; i++) {
            into[i] ^= from[i];
        }
    }

    private static void own(Op op, byte[] into, byte[] from, int count) {
        for (int i = 0; i < count; i++) {
            into[i] = (byte) op.apply(into[i], from[i]);
        }
    }

    private static void minLocation(byte[] into, byte[] from, int count) {
        for (int i = 0; i < count; i += 2) {
            int order = minOrder(from[i], into[i]);
            if (order < 0 || (order == 0 && locationOrder(from[i + 1], into[i + 1]) < 0)) {
                into[i] = from[i];
                into[i + 1] = from[i + 1];
            }
        }
    }

    private static void maxLocation(byte[] into, byte[] from, int count) {
        for (int i = 0; i < count; i += 2) {
            int order = maxOrder(from[i], into[i]);
            if (order < 0 || (order == 0 && locationOrder(from[i + 1], into[i + 1]) < 0)) {
                into[i] = from[i];
                into[i + 1] = from[i + 1];
            }
        }
    }

    private static void sum(float[] into, float[] from, int count) {
        for (int i = 0; i < count; i++) {
            into[i] += from[i];
        }
    }

    private static void product(float[] into, float[] from, int count) {
        for (int i = 0; i < count; i++) {
            into[i] *= from[i];
        }
    }

    private static void min(float[] into, float[] from, int count) {
        for (int i = 0; i < count; i++) {
            into[i] = Math.min(into[i], from[i]);
        }
    }

    private static void max(float[] into, float[] from, int count) {
        for (int i = 0; i < count; i++) {
            into[i] = Math.max(into[i], from[i]);
        }
    }

    private static void unifyNaNs(float[] into, int count) {
        for (int i = 0; i < count; i++) {
            if (Float.isNaN(into[i])) {
                into[i] = Float.NaN;
            }
        }
    }

    private static void own(Op op, float[] into, float[] from, int count) {
        for (int i = 0; i < count; i++) {
            into[i] = (float) op.apply(into[i], from[i]);
        }
    }

    private static void minLocation(float[] into, float[] from, int count) {
        for (int i = 0; i < count; i += 2) {
            int order = minOrder(from[i], into[i]);
            if (order < 0 || (order == 0 && locationOrder(from[i + 1], into[i + 1]) < 0)) {
                into[i] = from[i];
                into[i + 1] = from[i + 1];
            }
        }
    }

    private static void maxLocation(float[] into, float[] from, int count) {
        for (int i = 0; i < count; i += 2) {
            int order = maxOrder(from[i], into[i]);
            if (order < 0 || (order == 0 && locationOrder(from[i + 1], into[i + 1]) < 0)) {
                into[i] = from[i];
                into[i + 1] = from[i + 1];
            }
        }
    }

    private static void sum(short[] into, short[] from, int count) {
        for (int i = 0; i < count; i++) {
            into[i] += from[i];
        }
    }

    private static void product(short[] into, short[] from, int count) {
        for (int i = 0; i < count; i++) {
            into[i] *= from[i];
        }
    }

    private static void min(short[] into, short[] from, int count) {
        for (int i = 0; i < count; i++) {
            into[i] = (short) Math.min(into[i], from[i]);
        }
    }

    private static void max(short[] into, short[] from, int count) {
        for (int i = 0; i < count; i++) {
            into[i] = (short) Math.max(into[i], from[i]);
        }
    }

    private static void and(short[] into, short[] from, int count) {
        for (int i = 0; i < count; i++) {
            into[i] &= from[i];
        }
    }

    private static void or(short[] into, short[] from, int count) {
        for (int i = 0; i < count; i++) {
            into[i] |= from[i];
        }
    }

    private static void xor(short[] into, short[] from, int count) {
        for (int i = 0; i < count; i++) {
            into[i] ^= from[i];
        }
    }

    private static void own(Op op, short[] into, short[] from, int count) {
        for (int i = 0; i < count; i++) {
            into[i] = (short) op.apply(into[i], from[i]);
        }
    }

    private static void minLocation(short[] into, short[] from, int count) {
        for (int i = 0; i < count; i += 2) {
            int order = minOrder(from[i], into[i]);
            if (order < 0 || (order == 0 && locationOrder(from[i + 1], into[i + 1]) < 0)) {
                into[i] = from[i];
                into[i + 1] = from[i + 1];
            }
        }
    }

    private static void maxLocation(short[] into, short[] from, int count) {
        for (int i = 0; i < count; i += 2) {
            int order = maxOrder(from[i], into[i]);
            if (order < 0 || (order == 0 && locationOrder(from[i + 1], into[i + 1]) < 0)) {
                into[i] = from[i];
                into[i + 1] = from[i + 1];
            }
        }
    }

    /** Negative if the first value goes before the second: the lesser one. */
    private static int minOrder(long one, long other) {
        return Long.compare(one, other);
    }

    private static int locationOrder(long one, long other) {
        return Long.compare(one, other);
    }

    private static int maxOrder(long one, long other) {
        return Long.compare(other, one);
    }

    /** Negative if the first value goes before the second: the lesser one, and NaN before all. */
    private static int minOrder(double one, double other) {
        if (Double.isNaN(one) || Double.isNaN(other)) {
            return Boolean.compare(Double.isNaN(other), Double.isNaN(one));
        }
        return Double.compare(one, other);
    }

    private static int locationOrder(double one, double other) {
        return Double.compare(one, other);
    }

    private static int maxOrder(double one, double other) {
        return Double.compare(other, one);
    }
}
