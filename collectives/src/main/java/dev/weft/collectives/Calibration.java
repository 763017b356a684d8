package dev.weft.collectives;

import dev.weft.collectives.GroupOptions.CostTable;
import dev.weft.collectives.algorithm.Costs;
import dev.weft.collectives.algorithm.Folding;
import dev.weft.collectives.algorithm.Party;
import java.util.Arrays;
import org.apache.commons.math3.stat.regression.SimpleRegression;

/**
 * Measures what messages take, by a ping-pong of rank 0 with a rank of its worker and with one of another: the latency is
 * that of an empty message, the time of a byte the slope of a regression over longer ones. Rank 0 tells all ranks. Takes
 * some hundredths of a second, more while the JVM is cold, and less than half a second in any case.
 */
final class Calibration {
    private static final int TAG = Integer.MAX_VALUE;
    private static final int[] LONGER = {16 << 10, 64 << 10, 256 << 10, 512 << 10};
    private static final int ROUNDS_OF_EMPTY = 400;
    private static final int ROUNDS_OF_LONGER = 24;
    private static final long LIMIT_NANOS = 40_000_000;
    private static final int FOLDED = 32 << 10;

    private final Communicator communicator;
    private final Party party;
    private final byte[] data = new byte[LONGER[LONGER.length - 1]];

    Calibration(Communicator communicator, Party party) {
        this.communicator = communicator;
        this.party = party;
    }

    /** All ranks call it, and get the same. */
    CostTable measure(CostTable otherwise) {
        double work = workNanosPerByte();
        int inside = party.ranksOf(0) > 1 ? party.firstRank(0) + 1 : 0;
        int outside = party.workers() > 1 ? party.firstRank(1) : 0;
        Costs memory = inside == 0 ? otherwise.memory() : between(inside, work);
        Costs lanes = outside == 0 ? otherwise.lanes() : between(outside, work);
        double[] table = {
            memory.latencyNanos(), memory.nanosPerByte(), memory.workNanosPerByte(),
            lanes.latencyNanos(), lanes.nanosPerByte(), lanes.workNanosPerByte()
        };
        communicator.broadcast(table, 0, table.length, 0);
        return new CostTable(new Costs(table[0], table[1], table[2]), new Costs(table[3], table[4], table[5]));
    }

    /** Rank 0 and the other one measure, the rest has nothing to do. */
    private Costs between(int other, double work) {
        if (communicator.rank() != 0 && communicator.rank() != other) {
            return new Costs(0, 0, work);
        }
        double latency = medianNanos(other, 0, ROUNDS_OF_EMPTY);
        var line = new SimpleRegression();
        for (int bytes : LONGER) {
            line.addData(bytes, medianNanos(other, bytes, ROUNDS_OF_LONGER));
        }
        return new Costs(Math.max(1, latency), Math.max(1e-3, line.getSlope()), work);
    }

    /** One way, of the second half of the rounds; rank 0 says when to stop. */
    private double medianNanos(int other, int bytes, int rounds) {
        double[] nanos = new double[rounds];
        long[] goesOn = {1};
        long begun = System.nanoTime();
        int made = 0;
        while (made < rounds && goesOn[0] == 1) {
            long start = System.nanoTime();
            if (communicator.rank() == 0) {
                communicator.send(data, 0, bytes, other, TAG);
                communicator.receive(data, 0, bytes, other, TAG);
                nanos[made++] = (System.nanoTime() - start) / 2.0;
                goesOn[0] = System.nanoTime() - begun < LIMIT_NANOS ? 1 : 0;
                communicator.send(goesOn, 0, 1, other, TAG);
            } else {
                communicator.receive(data, 0, bytes, 0, TAG);
                communicator.send(data, 0, bytes, 0, TAG);
                communicator.receive(goesOn, 0, 1, 0, TAG);
                made++;
            }
        }
        double[] settled = Arrays.copyOfRange(nanos, made / 2, Math.max(made, 1));
        Arrays.sort(settled);
        return settled[settled.length / 2];
    }

    private static double workNanosPerByte() {
        var folding = new Folding();
        double[] into = new double[FOLDED / Double.BYTES];
        double[] from = new double[FOLDED / Double.BYTES];
        double best = Double.MAX_VALUE;
        for (int i = 0; i < ROUNDS_OF_LONGER; i++) {
            long start = System.nanoTime();
            folding.fold(ElementType.DOUBLE, Op.SUM, into, 0, from, 0, into.length);
            best = Math.min(best, (double) (System.nanoTime() - start) / FOLDED);
        }
        return best;
    }
}
