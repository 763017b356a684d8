package dev.weft.graph.algorithms;

/**
 * An order of ids that is random and the same everywhere: by {@link #key}, which differs for any two ids (the finaliser of SplitMix64,
 * Steele, Lea, Flood, OOPSLA 2014, is one-to-one).
 */
record RandomOrder(long seed) {
    long key(long id) {
        return mix(id ^ mix(seed + 0x9e3779b97f4a7c15L));
    }

    private static long mix(long bits) {
        long z = bits;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }
}
