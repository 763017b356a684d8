package dev.weft.graph.source;

import java.util.Arrays;

/** Sorts numbers of few bits, in cache, by their digits from the lowest to the highest. Holds scratch space: one for each thread. */
final class RadixSort {
    private static final int DIGIT_BITS = 11;
    private static final int DIGITS = 1 << DIGIT_BITS;
    /** Below this, a comparing sort is faster than counting so many digits. */
    private static final int SMALL = 2 * DIGITS;

    private final int[] ends = new int[DIGITS];
    private long[] other = {};

    /**
     * Sorts the first {@code count} values; all others have no meaning afterwards.
     *
     * @param bits each value is at least 0 and below the power of two with this exponent
     * @return the sorted values: the array that was given, or scratch space that the next call uses
     */
    long[] sort(long[] values, int count, int bits) {
        if (count < SMALL) {
            Arrays.sort(values, 0, count);
            return values;
        }
        if (other.length < values.length) {
            other = new long[values.length];
        }
        long[] from = values;
        long[] to = other;
        for (int shift = 0; shift < bits; shift += DIGIT_BITS) {
            distribute(from, to, count, shift);
            long[] swapped = from;
            from = to;
            to = swapped;
        }
        return from;
    }

    private void distribute(long[] from, long[] to, int count, int shift) {
        int[] ends = this.ends;
        Arrays.fill(ends, 0);
        for (int i = 0; i < count; i++) {
            ends[(int) (from[i] >>> shift) & DIGITS - 1]++;
        }
        int end = 0;
        for (int digit = 0; digit < DIGITS; digit++) {
            end += ends[digit];
            ends[digit] = end;
        }
        for (int i = count - 1; i >= 0; i--) {
            to[--ends[(int) (from[i] >>> shift) & DIGITS - 1]] = from[i];
        }
    }
}
