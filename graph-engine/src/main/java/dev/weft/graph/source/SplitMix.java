package dev.weft.graph.source;

/** Random bits as a pure function of a number: the finalizer of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014). */
final class SplitMix {
    static final long GOLDEN_RATIO = 0x9e37_79b9_7f4a_7c15L;

    private SplitMix() {}

    static long mix(long value) {
        long mixed = (value ^ value >>> 30) * 0xbf58_476d_1ce4_e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d0_49bb_1331_11ebL;
        return mixed ^ mixed >>> 31;
    }

    /** One of the numbers {@code 0 .. bound - 1}, from the upper half of 64 random bits. */
    static int below(int bound, long random) {
        return (int) ((random >>> 32) * bound >>> 32);
    }
}
