package dev.weft.collectives;

/**
 * The loops that combine two arrays, {@code into[i] = into[i] op from[i]} for i below {@code count}. Both begin at 0,
 * so that the compiler can prove that it may use vectors.
 *
 * <p>Which of two NaNs a floating operation returns depends on the machine code, so every NaN becomes {@link
 * Double#NaN}.
 */
final class Kernels {
    private Kernels() {}

    static void fold(ElementType type, Op op, Object into, Object from, int count) {
        switch (type) {
            case DOUBLE -> fold(op, (double[]) into, (double[]) from, count);
            case LONG -> fold(op, (long[]) into, (long[]) from, count);
            case INT -> fold(op, (int[]) into, (int[]) from, count);
            case BYTE -> fold(op, (byte[]) into, (byte[]) from, count);
        }
    }

    private static void fold(Op op, double[] into, double[] from, int count) {
        switch (op) {
            case SUM -> sum(into, from, count);
            case PRODUCT -> product(into, from, count);
            case MIN -> min(into, from, count);
            case MAX -> max(into, from, count);
            case AND, OR, XOR -> throw new AssertionError(op);
        }
        unifyNaNs(into, count);
    }

    private static void fold(Op op, long[] into, long[] from, int count) {
        switch (op) {
            case SUM -> sum(into, from, count);
            case PRODUCT -> product(into, from, count);
            case MIN -> min(into, from, count);
            case MAX -> max(into, from, count);
            case AND -> and(into, from, count);
            case OR -> or(into, from, count);
            case XOR -> xor(into, from, count);
        }
    }

    private static void fold(Op op, int[] into, int[] from, int count) {
        switch (op) {
            case SUM -> sum(into, from, count);
            case PRODUCT -> product(into, from, count);
            case MIN -> min(into, from, count);
            case MAX -> max(into, from, count);
            case AND -> and(into, from, count);
            case OR -> or(into, from, count);
            case XOR -> xor(into, from, count);
        }
    }

    private static void fold(Op op, byte[] into, byte[] from, int count) {
        switch (op) {
            case SUM -> sum(into, from, count);
            case PRODUCT -> product(into, from, count);
            case MIN -> min(into, from, count);
            case MAX -> max(into, from, count);
            case AND -> and(into, from, count);
            case OR -> or(into, from, count);
            case XOR -> xor(into, from, count);
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
}
