package dev.weft.graph.source;

import java.nio.charset.StandardCharsets;

/**
 * Reads decimal numbers from text: {@code 3}, {@code -0.25}, {@code .5}, {@code 1e-3}; each becomes the {@code double} nearest to it. A
 * number of few digits is a whole number below 2^53 times or over a power of ten up to 10^22, both of which a {@code double} holds
 * exactly, so that one operation rounds it rightly (Clinger, "How to read floating point numbers accurately", PLDI 1990); all others are
 * left to the JDK.
 */
final class DecimalParser {
    private static final int MOST_DIGITS_OF_A_LONG = 18;
    private static final long LARGEST_EXACT = 1L << 53;
    private static final int LARGEST_EXPONENT = 99_999;
    private static final double[] POWERS_OF_TEN = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    private double value;

    /** Of the last number. Finite; zero is the positive one. */
    double value() {
        return value;
    }

    /** Returns the place behind the number; {@code from} where no number stands or one that no {@code double} is near. */
    int read(byte[] bytes, int from) {
        boolean negative = bytes[from] == '-';
        int start = negative || bytes[from] == '+' ? from + 1 : from;
        int at = start;
        long digits = 0;
        while (isDigit(bytes[at])) {
            digits = 10 * digits + bytes[at++] - '0';
        }
        int count = at - start;
        int exponent = 0;
        if (bytes[at] == '.') {
            int point = at++;
            while (isDigit(bytes[at])) {
                digits = 10 * digits + bytes[at++] - '0';
            }
            exponent = point + 1 - at;
            count -= exponent;
        }
        int end = count == 0 ? from : exponentEnd(bytes, at);
        if (end == from) {
            return from;
        }
        exponent += end == at ? 0 : exponent(bytes, at + 1, end);
        double magnitude = count <= MOST_DIGITS_OF_A_LONG && digits <= LARGEST_EXACT && isExactPower(exponent)
                ? scaled(digits, exponent)
                : Double.parseDouble(new String(bytes, start, end - start, StandardCharsets.ISO_8859_1));
        value = negative && magnitude != 0 ? -magnitude : magnitude;
        return Double.isFinite(value) ? end : from;
    }

    /** The place behind an exponent, if one stands at {@code at}; a letter without digits is no part of the number. */
    private static int exponentEnd(byte[] bytes, int at) {
        if (bytes[at] != 'e' && bytes[at] != 'E') {
            return at;
        }
        int first = bytes[at + 1] == '-' || bytes[at + 1] == '+' ? at + 2 : at + 1;
        int end = first;
        while (isDigit(bytes[end])) {
            end++;
        }
        return end == first ? at : end;
    }

    private static int exponent(byte[] bytes, int from, int to) {
        boolean signed = !isDigit(bytes[from]);
        int exponent = 0;
        for (int at = signed ? from + 1 : from; at < to; at++) {
            exponent = Math.min(LARGEST_EXPONENT, 10 * exponent + bytes[at] - '0');
        }
        return signed && bytes[from] == '-' ? -exponent : exponent;
    }

    private static boolean isExactPower(int exponent) {
        return Math.abs(exponent) < POWERS_OF_TEN.length;
    }

    private static double scaled(long digits, int exponent) {
        return exponent < 0 ? digits / POWERS_OF_TEN[-exponent] : digits * POWERS_OF_TEN[exponent];
    }

    private static boolean isDigit(byte c) {
        return c >= '0' && c <= '9';
    }
}
