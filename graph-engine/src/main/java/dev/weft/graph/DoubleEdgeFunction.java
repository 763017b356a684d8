package dev.weft.graph;

/** An edge function whose messages are {@code double} values. */
public abstract non-sealed class DoubleEdgeFunction extends EdgeFunction {
    /** Updates the targets that a message came to. */
    protected DoubleEdgeFunction(Op op) {
        this(op, Deliver.TO_RECEIVERS, Weight.NONE);
    }

    protected DoubleEdgeFunction(Op op, Deliver deliver) {
        this(op, deliver, Weight.NONE);
    }

    /** @param weight how the weight of an edge changes what travels along it */
    protected DoubleEdgeFunction(Op op, Deliver deliver, Weight weight) {
        super(Fold.ofDoubles(op), deliver, Join.ofDoubles(weight));
    }

    /** What the source sends along each of its edges. */
    protected abstract double message(int source);

    /**
     * What becomes of a message along an edge, with {@link Weight#FUNCTION}; of its arguments alone, since it is called at either end of
     * the edge.
     */
    protected double along(double message, double weight) {
        throw new UnsupportedOperationException("Weight.FUNCTION says that along is overridden: override it");
    }

    /** Takes what came to the target; true puts the target into the resulting frontier. */
    protected abstract boolean update(int target, double combined);

    @Override
    final long messageBits(int source) {
        return Double.doubleToRawLongBits(message(source));
    }

    @Override
    final boolean updateBits(int target, long combined) {
        return update(target, Double.longBitsToDouble(combined));
    }

    @Override
    final long alongBits(long message, double weight) {
        return Double.doubleToRawLongBits(along(Double.longBitsToDouble(message), weight));
    }
}
