package dev.weft.graph.algorithms;

import java.util.Arrays;

/**
 * A table with open addressing, twice as large as the number of different labels at least: small where neighbours agree, whatever their
 * number.
 */
final class LabelTable implements LabelTally {
    private static final int LEAST_BITS = 4;
    private static final int MOST_FIRST_BITS = 8;
    private static final int MOST_BITS = 30;
    private static final int HASH = 0x9E3779B9;

    /** A label in the upper 32 bits, how often it was seen in the lower; 0 is free. */
    private long[] table = new long[1 << MOST_FIRST_BITS];

    private int bits = MOST_FIRST_BITS;
    private int labels;
    /** How often the best label was seen in the upper 32 bits, in the lower the less the larger it is: the best has the largest number. */
    private long best;

    private long majority;

    @Override
    public void begin(long neighbours) {
        Arrays.fill(table, 0, 1 << bits, 0);
        int wanted = Long.SIZE - Long.numberOfLeadingZeros(2 * neighbours - 1);
        bits = Math.clamp(wanted, LEAST_BITS, MOST_FIRST_BITS);
        labels = 0;
        best = 0;
        majority = neighbours / 2 + 1;
    }

    @Override
    public boolean add(int[] label, int[] neighbours, int from, int to) {
        long[] table = this.table;
        int shift = Integer.SIZE - bits;
        int mask = (1 << bits) - 1;
        long best = this.best;
        long enough = majority << 32;
        for (int i = from; i < to; i++) {
            int next = label[neighbours[i]];
            int at = (next * HASH) >>> shift;
            long entry = table[at];
            while (entry != 0 && (int) (entry >>> 32) != next) {
                at = (at + 1) & mask;
                entry = table[at];
            }
            if (entry == 0) {
                entry = (long) next << 32;
                labels++;
            }
            table[at] = entry + 1;
            best = Math.max(best, (entry + 1) << 32 | (Integer.MAX_VALUE - next));
            if (best >= enough) {
                break;
            }
            if (2 * labels > mask) {
                grow();
                table = this.table;
                shift = Integer.SIZE - bits;
                mask = (1 << bits) - 1;
            }
        }
        this.best = best;
        return best >= enough;
    }

    private void grow() {
        if (bits == MOST_BITS) {
            throw new IllegalStateException("a vertex has neighbours with labels=" + labels + " > 2^29 different ones");
        }
        long[] old = Arrays.copyOf(table, 1 << bits);
        bits += 2;
        if (table.length < 1 << bits) {
            table = new long[1 << bits];
        } else {
            Arrays.fill(table, 0, 1 << bits, 0);
        }
        int mask = (1 << bits) - 1;
        for (long entry : old) {
            if (entry != 0) {
                int at = ((int) (entry >>> 32) * HASH) >>> (Integer.SIZE - bits);
                while (table[at] != 0) {
                    at = (at + 1) & mask;
                }
                table[at] = entry;
            }
        }
    }

    @Override
    public int mostFrequent() {
        return Integer.MAX_VALUE - (int) best;
    }
}
