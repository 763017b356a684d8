package dev.weft.runtime.gpu;

import java.util.stream.IntStream;

/**
 * The GPUs of one host that may be given to ranks.
 *
 * @param weights of the links between two, see {@link GpuInventory#weights}
 * @param freeMilli of each: how many thousandths of it nobody has
 */
@SuppressWarnings("ArrayRecordComponent")
public record GpuOffer(int[][] weights, int[] freeMilli) {
    public static final int WHOLE = 1000;

    /** Those that nobody has a share of. */
    int[] whole() {
        return IntStream.range(0, freeMilli.length)
                .filter(place -> freeMilli[place] == WHOLE)
                .toArray();
    }

    /** How many ranks could have a share. */
    int shares(int milli) {
        return IntStream.of(freeMilli).map(free -> free / milli).sum();
    }
}
