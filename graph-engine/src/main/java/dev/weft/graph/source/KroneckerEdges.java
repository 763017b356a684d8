package dev.weft.graph.source;

import static dev.weft.graph.source.SplitMix.GOLDEN_RATIO;
import static dev.weft.graph.source.SplitMix.mix;

/**
 * The edges of a Kronecker graph by Graph500's parameters, each a pure function of the seed and its own number. At every level an edge
 * falls into one of four quadrants of the adjacency matrix, which gives one bit of its source and one of its target. Then a seeded
 * bijection scrambles the ids, lest an id tell its degree.
 */
final class KroneckerEdges implements DrawnGraph.Draws {
    static final double A = 0.57;
    static final double B = 0.19;
    static final double C = 0.19;
    static final double D = 0.05;

    private static final int LEVELS_A_DRAW = 6;
    /** Of 64 random bits, each for two draws: enough for 32 levels. */
    private static final int RANDOMS_AN_EDGE = 4;

    private final QuadrantTable table = new QuadrantTable(LEVELS_A_DRAW);
    private final QuadrantTable lastTable;
    private final int wholeDraws;
    private final long start;
    private final int mask;
    private final int shift;
    private final int firstFactor;
    private final int secondFactor;
    private final int summand;

    /** @param scale from 1 to 30: ids have so many bits */
    KroneckerEdges(int scale, long seed) {
        this.wholeDraws = (scale - 1) / LEVELS_A_DRAW;
        this.lastTable = new QuadrantTable(scale - LEVELS_A_DRAW * wholeDraws);
        this.start = mix(seed);
        this.mask = (1 << scale) - 1;
        this.shift = (scale + 1) / 2;
        this.firstFactor = (int) mix(start + 1) | 1;
        this.secondFactor = (int) mix(start + 2) | 1;
        this.summand = (int) mix(start + 3);
    }

    @Override
    public int make(long first, int count, long[] edges) {
        int made = 0;
        for (int i = 0; i < count; i++) {
            long edge = draw(first + i);
            int u = scramble(EdgeBag.source(edge));
            int v = scramble(EdgeBag.target(edge));
            edges[made] = EdgeBag.edge(Math.min(u, v), Math.max(u, v));
            made += u == v ? 0 : 1;
        }
        return made;
    }

    private long draw(long number) {
        long state = start + RANDOMS_AN_EDGE * number * GOLDEN_RATIO;
        long edge = 0;
        long random = mix(state);
        for (int i = 0; i < wholeDraws; i++) {
            edge = table.draw(edge, (int) random);
            random = (i & 1) == 0 ? random >>> 32 : mix(state += GOLDEN_RATIO);
        }
        return lastTable.draw(edge, (int) random);
    }

    private int scramble(int id) {
        int scrambled = id * firstFactor + summand & mask;
        scrambled = (scrambled ^ scrambled >>> shift) * secondFactor & mask;
        return scrambled ^ scrambled >>> shift;
    }
}
