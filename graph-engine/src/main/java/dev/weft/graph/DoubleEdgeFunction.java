package dev.weft.graph;

/** An edge function whose messages are {@code double} values. */
public abstract non-sealed class DoubleEdgeFunction extends EdgeFunction {
    /** Updates the targets that a message came to. */
    protected DoubleEdgeFunction(Op op) {
        this(op, Deliver.TO_RECEIVERS);
    }

    protected DoubleEdgeFunction(Op op, Deliver deliver) {
        super(Fold.ofDoubles(op), deliver);
    }

    /** What the source sends along each of its edges. */
    protected abstract double message(int source);

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
}
