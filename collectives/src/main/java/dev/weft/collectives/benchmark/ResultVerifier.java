package dev.weft.collectives.benchmark;

import dev.weft.collectives.Communicator;
import java.util.Arrays;

/** Compares each value that a call left in a rank's receive buffer, bit by bit, with what plain loops say. */
record ResultVerifier(Expected expected) implements Verifier {
    /** Where an operation leaves a rank's buffer to chance. */
    static final double UNDEFINED = Double.NaN;

    private static final double UNTOUCHED = -1;

    /** What a rank's receive buffer has at an index. */
    interface Expected {
        double at(Inputs in, int rank, int index);
    }

    /**
     * What the ranks send: values in [1, 2) that differ from rank to rank and from index to index, and whose sums
     * depend on the order in which they are taken.
     */
    record Inputs(int ranks, int count) {
        double value(int rank, int index) {
            return valueOf(rank, index);
        }

        /** Of the values of the ranks below, in ascending order. */
        double sum(int end, int index) {
            double sum = value(0, index);
            for (int rank = 1; rank < end; rank++) {
                sum += value(rank, index);
            }
            return sum;
        }

        private static double valueOf(int rank, int index) {
            long bits = ((long) rank << 32 | index) * 0x9e3779b97f4a7c15L;
            bits = (bits ^ bits >>> 32) * 0xd6e8feb86659fd93L;
            return Double.longBitsToDouble((bits >>> 12) | 0x3ffL << 52);
        }
    }

    static Verifier results(Expected expected) {
        return new ResultVerifier(expected);
    }

    @Override
    public Checked check(Kernel kernel, Communicator communicator, int bytes) {
        int rank = communicator.rank();
        var areas = Areas.of(kernel, bytes, rank, communicator.size(), Inputs::valueOf);
        Arrays.fill(areas.receive(), UNTOUCHED);
        if (kernel.result() == Result.IN_PLACE) {
            areas.copySentToReceived();
        }
        kernel.call().on(communicator, areas);
        return compare(kernel, rank, new Inputs(communicator.size(), areas.count()), areas.receive());
    }

    private Checked compare(Kernel kernel, int rank, Inputs in, double[] received) {
        long values = 0;
        long mismatches = 0;
        String first = "";
        for (int i = 0; i < received.length; i++) {
            double due = expected.at(in, rank, i);
            if (Double.isNaN(due)) {
                continue;
            }
            values++;
            if (Double.doubleToRawLongBits(due) != Double.doubleToRawLongBits(received[i])) {
                mismatches++;
                first = first.isEmpty() ? mismatch(kernel, in, rank, i, due, received[i]) : first;
            }
        }
        return new Checked(values, mismatches, first);
    }

    private static String mismatch(Kernel kernel, Inputs in, int rank, int index, double due, double got) {
        return "%s in blocks of %d on rank %d of %d: value %d is %s, should be %s"
                .formatted(kernel.name(), in.count(), rank, in.ranks(), index, got, due);
    }
}
