package dev.weft.graph.source;

import java.util.Arrays;

/**
 * Draws the quadrants of some levels of a Kronecker graph at once, from 32 random bits, by Walker's alias method: the upper bits choose
 * one of all outcomes, which are equally likely at first; the lower bits choose between this outcome and its alias, so that in the end
 * each has its own probability. An outcome is the source's bits, then the target's.
 */
final class QuadrantTable {
    private final int levels;
    private final int bits;
    private final int[] thresholdsAndAliases;

    /** @param levels from 1 to 4 */
    QuadrantTable(int levels) {
        this.levels = levels;
        this.bits = 2 * levels;
        this.thresholdsAndAliases = new int[1 << bits];
        fill();
    }

    /** Pairs each outcome that is too rare with one that is too frequent, after Vose (1991). */
    private void fill() {
        int outcomes = thresholdsAndAliases.length;
        var share = new double[outcomes];
        Arrays.setAll(share, outcome -> probability(outcome) * outcomes);
        var rare = new int[outcomes];
        var frequent = new int[outcomes];
        int rareCount = 0;
        int frequentCount = 0;
        for (int outcome = 0; outcome < outcomes; outcome++) {
            thresholdsAndAliases[outcome] = outcome;
            if (share[outcome] < 1) {
                rare[rareCount++] = outcome;
            } else {
                frequent[frequentCount++] = outcome;
            }
        }
        while (rareCount > 0 && frequentCount > 0) {
            int small = rare[--rareCount];
            int large = frequent[frequentCount - 1];
            int threshold = (int) (share[small] * (1L << Integer.SIZE - bits));
            thresholdsAndAliases[small] = threshold << bits | large;
            share[large] -= 1 - share[small];
            if (share[large] < 1) {
                frequentCount--;
                rare[rareCount++] = large;
            }
        }
    }

    private double probability(int outcome) {
        double probability = 1;
        for (int level = 0; level < levels; level++) {
            boolean lower = (outcome >>> levels + level & 1) != 0;
            boolean right = (outcome >>> level & 1) != 0;
            probability *= lower
                    ? (right ? KroneckerEdges.D : KroneckerEdges.C)
                    : (right ? KroneckerEdges.B : KroneckerEdges.A);
        }
        return probability;
    }

    /** Appends the bits of an outcome to the source in the upper and the target in the lower half of {@code edge}. */
    long draw(long edge, int random) {
        int bits = this.bits;
        int outcome = random >>> -bits;
        int entry = thresholdsAndAliases[outcome];
        int alias = entry & (1 << bits) - 1;
        int fraction = random << bits >>> bits;
        int below = fraction - (entry >>> bits) >> 31;
        int drawn = alias ^ (alias ^ outcome) & below;
        int source = drawn >>> levels;
        int target = drawn & ((1 << levels) - 1);
        return edge << levels | (long) source << 32 | target;
    }
}
