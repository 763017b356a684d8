package dev.weft.graph.layout;

/**
 * The weights of a virtual partition's edges in one direction, one for each neighbour, in the narrowest form that holds every weight of the
 * graph exactly: all partitions of a graph, on all workers, have the same form. Whole weights from 0 to 255 take a byte, others that fit
 * an {@code int} take four, all else eight.
 */
public sealed interface Weights {
    /** The weight of an entry, counted as the neighbours are. */
    double at(int entry);

    @SuppressWarnings("ArrayRecordComponent")
    record Bytes(byte[] values) implements Weights {
        @Override
        public double at(int entry) {
            return values[entry] & 0xff;
        }
    }

    @SuppressWarnings("ArrayRecordComponent")
    record Ints(int[] values) implements Weights {
        @Override
        public double at(int entry) {
            return values[entry];
        }
    }

    @SuppressWarnings("ArrayRecordComponent")
    record Doubles(double[] values) implements Weights {
        @Override
        public double at(int entry) {
            return values[entry];
        }
    }
}
