package dev.weft.graph;

/** The edge functions behind {@link Graph#edgeMin}: a state goes along the edges, and the least that arrives stays if it is lower. */
final class EdgeMin {
    private EdgeMin() {}

    static final class OfDoubles extends DoubleEdgeFunction {
        private final double[] state;

        OfDoubles(double[] state, Weight weight) {
            super(Op.MIN, Deliver.TO_RECEIVERS, weight);
            this.state = state;
        }

        @Override
        protected double message(int source) {
            return state[source];
        }

        @Override
        boolean needs(int target, long value) {
            return Double.longBitsToDouble(value) < state[target];
        }

        @Override
        protected boolean update(int target, double least) {
            if (least < state[target]) {
                state[target] = least;
                return true;
            }
            return false;
        }
    }

    static final class OfLongs extends LongEdgeFunction {
        private final long[] state;

        OfLongs(long[] state, Weight weight) {
            super(Op.MIN, Deliver.TO_RECEIVERS, weight);
            this.state = state;
        }

        @Override
        protected long message(int source) {
            return state[source];
        }

        @Override
        boolean needs(int target, long value) {
            return value < state[target];
        }

        @Override
        protected boolean update(int target, long least) {
            if (least < state[target]) {
                state[target] = least;
                return true;
            }
            return false;
        }
    }
}
