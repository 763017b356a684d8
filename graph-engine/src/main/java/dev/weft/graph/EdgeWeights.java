package dev.weft.graph;

/**
 * The weights of a virtual partition's edges in one direction, one for each of its neighbours: all those of a graph in one form, the
 * narrowest that holds them exactly. A loop over many edges takes the array out first: {@code if (weights instanceof EdgeWeights.Bytes(var
 * values))}. Not to be written to.
 */
public sealed interface EdgeWeights {
    /** The weight of an entry, counted as the neighbours are. */
    double at(int entry);

    /** Whole weights from 0 to 255: the weight is {@code values[entry] & 0xff}. */
    record Bytes(byte[] values) implements EdgeWeights {
        @Override
        public double at(int entry) {
            return values[entry] & 0xff;
        }
    }

    /** Whole weights of 32 bits. */
    record Ints(int[] values) implements EdgeWeights {
        @Override
        public double at(int entry) {
            return values[entry];
        }
    }

    /** Any weights. */
    record Doubles(double[] values) implements EdgeWeights {
        @Override
        public double at(int entry) {
            return values[entry];
        }
    }
}
