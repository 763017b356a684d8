package dev.weft.scheduler;

import java.util.stream.IntStream;

/** GPUs of a host by their numbers, from 0 to 63, as bits. */
public final class GpuSet {
    static final int MOST = Long.SIZE;

    private GpuSet() {}

    static long first(int count) {
        return count == MOST ? -1L : (1L << count) - 1;
    }

    public static int[] numbers(long set) {
        return IntStream.range(0, MOST).filter(gpu -> (set >>> gpu & 1) == 1).toArray();
    }

    /** As Linux writes lists: {@code 0-3,7}. */
    public static String text(long set) {
        return CoreSet.ranges(numbers(set));
    }
}
