package dev.weft.collectives;

import dev.weft.collectives.GroupOptions.CostTable;
import dev.weft.collectives.algorithm.Costs;
import dev.weft.collectives.algorithm.Folding;
import dev.weft.collectives.algorithm.Pace;
import dev.weft.collectives.algorithm.Party;
import java.util.Arrays;
import org.apache.commons.math3.stat.regression.SimpleRegression;

/**
 * Measures what messages take between rank 0 and a rank of its worker, and one of another: one way by ping-pong, both ways at once by
 * exchanges. The latency is that of an empty message, the time of a byte the slope of a regression over longer ones; of each the least time
 * counts, since a starting job keeps the cores busy with other things. Rank 0 tells all ranks. Takes some hundredths of a second for each of
 * the two in a warm JVM, and up to 0.4 s in one that has just started.
 */
final class Calibration {
    private static final int TAG = Integer.MAX_VALUE;
    private static final int[] BYTES = {0, 16 << 10, 64 << 10, 256 << 10, 512 << 10};
    /** All kinds of messages take turns, so that a spell in which others have the cores spoils none of them. */
    private static final int MOST_PASSES = 12;

    /** Code is compiled, and nobody was in the way, when another pass lowers no figure by a tenth, */
    private static final double STEADY = 0.9;
    /** and an empty message takes no longer than this: two ranks on one core are steady, too. */
    private static final double UNDISTURBED_NANOS = 20_000;

    private static final long TURN_NANOS = 3_000_000;
    /** Of a turn. */
    private static final int MOST_ROUNDS = 40;

    private static final int FEWEST_ROUNDS = 2;
    /** Of empty messages in a row: the first exchange waits for the peer, who begins later; the next ones are made in step. */
    private static final int STEPS = 16;

    private static final double LEAST_NANOS_PER_BYTE = 0.01;
    private static final int FOLDED = 32 << 10;
    private static final int FOLDS = 100;

    private final Communicator communicator;
    private final Party party;
    private final byte[] data = new byte[BYTES[BYTES.length - 1]];
    private final long[] wish = new long[1];
    private final Folding folding = new Folding();
    private final double[] into = new double[FOLDED / Double.BYTES];
    private final double[] from = new double[FOLDED / Double.BYTES];
    private final byte[] other = new byte[BYTES[BYTES.length - 1]];

    Calibration(Communicator communicator, Party party) {
        this.communicator = communicator;
        this.party = party;
    }

    /** All ranks call it, and get the same. */
    CostTable measure(CostTable otherwise) {
        communicator.barrier();
        int inside = party.ranksOf(0) > 1 ? party.firstRank(0) + 1 : 0;
        int outside = party.workers() > 1 ? party.firstRank(1) : 0;
        double[] memory = flat(inside == 0 ? otherwise.memory() : between(inside));
        double[] lanes = flat(outside == 0 ? otherwise.lanes() : between(outside));
        communicator.broadcast(memory, 0, memory.length, 0);
        communicator.broadcast(lanes, 0, lanes.length, 0);
        return new CostTable(costs(memory), costs(lanes));
    }

    private static double[] flat(Costs costs) {
        return new double[] {
            costs.oneWay().latencyNanos(),
            costs.oneWay().nanosPerByte(),
            costs.exchange().latencyNanos(),
            costs.exchange().nanosPerByte(),
            costs.workNanosPerByte()
        };
    }

    private static Costs costs(double[] flat) {
        return new Costs(new Pace(flat[0], flat[1]), new Pace(flat[2], flat[3]), flat[4]);
    }

    /** Rank 0 and the other one measure, the rest has nothing to do. */
    private Costs between(int other) {
        if (communicator.rank() != 0 && communicator.rank() != other) {
            return new Costs(new Pace(0, 0), new Pace(0, 0), 0);
        }
        int peer = communicator.rank() == 0 ? other : 0;
        var oneWay = new double[BYTES.length];
        var exchange = new double[BYTES.length];
        Arrays.fill(oneWay, Double.MAX_VALUE);
        Arrays.fill(exchange, Double.MAX_VALUE);
        double[] work = {Double.MAX_VALUE};
        boolean goesOn = true;
        for (int pass = 0; pass < MOST_PASSES && goesOn; pass++) {
            boolean lowered = false;
            for (int i = 0; i < BYTES.length; i++) {
                int bytes = BYTES[i];
                int steps = bytes == 0 ? STEPS : 1;
                lowered |= lowers(oneWay, i, nanos(peer, steps, () -> pingPong(peer, bytes)) / 2);
                lowered |= lowers(exchange, i, nanos(peer, steps, () -> exchange(peer, bytes)));
            }
            lowered |= lowers(work, 0, workNanosPerByte());
            goesOn = goesOn(peer, lowered || oneWay[0] > UNDISTURBED_NANOS);
        }
        return new Costs(pace(oneWay), pace(exchange), work[0]);
    }

    private static boolean lowers(double[] least, int index, double nanos) {
        boolean byMuch = nanos < STEADY * least[index];
        least[index] = Math.min(least[index], nanos);
        return byMuch;
    }

    private static Pace pace(double[] nanos) {
        var line = new SimpleRegression();
        for (int i = 1; i < BYTES.length; i++) {
            line.addData(BYTES[i], nanos[i]);
        }
        return new Pace(Math.max(1, nanos[0]), Math.max(LEAST_NANOS_PER_BYTE, line.getSlope()));
    }

    private void pingPong(int peer, int bytes) {
        if (communicator.rank() == 0) {
            communicator.send(data, 0, bytes, peer, TAG);
            communicator.receive(data, 0, bytes, peer, TAG);
        } else {
            communicator.receive(data, 0, bytes, peer, TAG);
            communicator.send(data, 0, bytes, peer, TAG);
        }
    }

    private void exchange(int peer, int bytes) {
        communicator.sendReceive(data, 0, bytes, peer, TAG, other, 0, bytes, peer, TAG);
    }

    /** The least time of a step in a turn's rounds of so many steps; rank 0 says when to stop. */
    private double nanos(int peer, int steps, Runnable step) {
        long begun = System.nanoTime();
        double least = Double.MAX_VALUE;
        boolean goesOn = true;
        for (int made = 1; goesOn; made++) {
            long start = System.nanoTime();
            for (int i = 0; i < steps; i++) {
                step.run();
            }
            long end = System.nanoTime();
            least = Math.min(least, (double) (end - start) / steps);
            goesOn = goesOn(peer, made < FEWEST_ROUNDS || made < MOST_ROUNDS && end - begun < TURN_NANOS);
        }
        return least;
    }

    /** What rank 0 says. */
    private boolean goesOn(int peer, boolean myWish) {
        wish[0] = myWish ? 1 : 0;
        if (communicator.rank() == 0) {
            communicator.send(wish, 0, 1, peer, TAG);
        } else {
            communicator.receive(wish, 0, 1, peer, TAG);
        }
        return wish[0] == 1;
    }

    private double workNanosPerByte() {
        double least = Double.MAX_VALUE;
        long begun = System.nanoTime();
        for (int i = 0; i < FOLDS && System.nanoTime() - begun < TURN_NANOS; i++) {
            long start = System.nanoTime();
            folding.fold(ElementType.DOUBLE, Op.SUM, into, 0, from, 0, into.length);
            least = Math.min(least, (double) (System.nanoTime() - start) / FOLDED);
        }
        return least;
    }
}
