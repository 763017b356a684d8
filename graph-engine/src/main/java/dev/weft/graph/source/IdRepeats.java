package dev.weft.graph.source;

import java.util.Arrays;

/**
 * How often an id comes again in samples from different places of a file, and how many different ids the whole file then has. Ids are taken
 * to be drawn bit by bit with the same bias, as those of Kronecker graphs are, those of uniform graphs without: the more of them repeat,
 * the more others never come.
 */
final class IdRepeats {
    private static final int FIRST_CAPACITY = 1 << 10;

    private long[] ids = new long[FIRST_CAPACITY];
    private int count;
    private int sampleStart;
    private double pairs;
    private double equal;

    void note(long id) {
        if (count == ids.length) {
            ids = Arrays.copyOf(ids, 2 * count);
        }
        ids[count++] = id;
    }

    /** What comes now is from another place. */
    void nextSample() {
        pairs -= pairsOf(count - sampleStart);
        equal -= equalPairs(Arrays.copyOfRange(ids, sampleStart, count));
        sampleStart = count;
    }

    /** The chance that two ids from different samples are the same; 0 if none was seen. */
    double chance() {
        nextSample();
        double all = pairs + pairsOf(count);
        return all > 0 ? (equal + equalPairs(Arrays.copyOf(ids, count))) / all : 0;
    }

    private static double pairsOf(double things) {
        return things * (things - 1) / 2;
    }

    private static double equalPairs(long[] ids) {
        Arrays.sort(ids);
        double equal = 0;
        int first = 0;
        for (int i = 1; i <= ids.length; i++) {
            if (i == ids.length || ids[i] != ids[first]) {
                equal += pairsOf(i - first);
                first = i;
            }
        }
        return equal;
    }

    /**
     * How many of the ids from 0 to before {@code ids} come at least once.
     *
     * @param chance that two of those drawn are the same
     */
    static long distinct(long ids, double draws, double chance) {
        int bits = Math.max(1, (int) Math.round(Math.log((double) ids) / Math.log(2)));
        double square = Math.pow(chance, 1.0 / bits); // p * p + (1 - p) * (1 - p) for a bit that is 0 with p
        if (square <= 0.5) {
            return ids;
        }
        double p = (1 + Math.sqrt(Math.min(1, 2 * square - 1))) / 2;
        double share = 0;
        double ways = 1;
        for (int ones = 0; ones <= bits; ones++) {
            double drawn = Math.pow(p, bits - ones) * Math.pow(1 - p, ones);
            share += ways * -Math.expm1(-draws * drawn) / Math.pow(2, bits);
            ways = ways * (bits - ones) / (ones + 1);
        }
        return Math.max(1, Math.round(ids * Math.min(1, share)));
    }
}
