package dev.weft.collectives.benchmark;

/**
 * How often a call is made: the more often, the shorter it is, and no longer than the limits.
 *
 * @param warmUp calls before those that are measured
 */
record Rounds(int warmUp, int measured) {
    static final long WARM_UP_LIMIT_NANOS = 500_000_000;
    static final long MEASURED_LIMIT_NANOS = 2_000_000_000;

    private static final int KIB = 1 << 10;
    private static final int MIB = 1 << 20;
    private static final int LONGEST_BLOCK = 50;
    private static final int FEWEST_BLOCKS = 8;

    static Rounds of(int bytes) {
        int measured = bytes <= KIB ? 20_000 : bytes <= 64 * KIB ? 4_000 : bytes <= MIB ? 400 : 40;
        return new Rounds(measured / 4, measured);
    }

    /** After so many of the calls rank 0 looks whether their time is up. */
    static int block(int calls) {
        return Math.clamp(calls / FEWEST_BLOCKS, 1, LONGEST_BLOCK);
    }
}
