package dev.weft.collectives;

import dev.weft.collectives.GroupOptions.CostTable;
import dev.weft.collectives.algorithm.Costs;
import dev.weft.collectives.algorithm.Folding;
import dev.weft.collectives.algorithm.Party;
import org.apache.commons.math3.stat.regression.SimpleRegression;

/**
 * Measures what messages take, by a ping-pong of rank 0 with a rank of its worker and with one of another: the latency is
 * that of an empty message, the time of a byte the slope of a regression over longer ones; of each the least time
 * counts, since a starting job keeps the cores busy with other things. Rank 0 tells all ranks. Takes some hundredths of a second, and while the JVM is cold, up to 0.4 s for each of
 * the two: that long it warms up.
 */
final class Calibration {
    private static final int TAG = Integer.MAX_VALUE;
    private static final int[] LONGER = {16 << 10, 64 << 10, 256 << 10, 512 << 10};
    private static final int ROUNDS_OF_WARM_UP = 5000;
    private static final long WARM_UP_NANOS = 200_000_000;
    private static final int ROUNDS_OF_EMPTY = 1000;
    private static final int ROUNDS_OF_LONGER = 40;
    private static final int FEWEST_ROUNDS = 10;
    private static final long LIMIT_NANOS = 40_000_000;
    private static final double LEAST_NANOS_PER_BYTE = 0.01;
    private static final int FOLDED = 32 << 10;
    private static final int FOLDS = 400;

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
        communicator.barrier();
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
        nanos(other, 0, ROUNDS_OF_WARM_UP, WARM_UP_NANOS);
        double latency = nanos(other, 0, ROUNDS_OF_EMPTY, LIMIT_NANOS);
        var line = new SimpleRegression();
        for (int bytes : LONGER) {
            line.addData(bytes, nanos(other, bytes, ROUNDS_OF_LONGER, LIMIT_NANOS));
        }
        return new Costs(Math.max(1, latency), Math.max(LEAST_NANOS_PER_BYTE, line.getSlope()), work);
    }

    /** The least time one way; rank 0 says when to stop. */
    private double nanos(int other, int bytes, int rounds, long limitNanos) {
        double least = Double.MAX_VALUE;
        long[] goesOn = {1};
        long begun = System.nanoTime();
        int made = 0;
        while (made < rounds && goesOn[0] == 1) {
            long start = System.nanoTime();
            if (communicator.rank() == 0) {
                communicator.send(data, 0, bytes, other, TAG);
                communicator.receive(data, 0, bytes, other, TAG);
                least = Math.min(least, (System.nanoTime() - start) / 2.0);
                made++;
                boolean isTimeUp = made >= FEWEST_ROUNDS && System.nanoTime() - begun >= limitNanos;
                goesOn[0] = isTimeUp ? 0 : 1;
                communicator.send(goesOn, 0, 1, other, TAG);
            } else {
                communicator.receive(data, 0, bytes, 0, TAG);
                communicator.send(data, 0, bytes, 0, TAG);
                communicator.receive(goesOn, 0, 1, 0, TAG);
                made++;
            }
        }
        return least;
    }

    private static double workNanosPerByte() {
        var folding = new Folding();
        double[] into = new double[FOLDED / Double.BYTES];
        double[] from = new double[FOLDED / Double.BYTES];
        double best = Double.MAX_VALUE;
        long begun = System.nanoTime();
        for (int i = 0; i < FOLDS && System.nanoTime() - begun < LIMIT_NANOS; i++) {
            long start = System.nanoTime();
            folding.fold(ElementType.DOUBLE, Op.SUM, into, 0, from, 0, into.length);
            best = Math.min(best, (double) (System.nanoTime() - start) / FOLDED);
        }
        return best;
    }
}
