package dev.weft.graph;

/** An edge function whose messages are {@code long} values. */
public abstract non-sealed class LongEdgeFunction extends EdgeFunction {
    /** Updates the targets that a message came to. */
    protected LongEdgeFunction(Op op) {
        this(op, Deliver.TO_RECEIVERS, Weight.NONE);
    }

    protected LongEdgeFunction(Op op, Deliver deliver) {
        this(op, deliver, Weight.NONE);
    }

    /** @param weight how the weight of an edge changes what travels along it */
    protected LongEdgeFunction(Op op, Deliver deliver, Weight weight) {
        super(Fold.ofLongs(op), deliver, Join.ofLongs(weight));
    }

    /** What the source sends along each of its edges. */
    protected abstract long message(int source);

    /**
     * What becomes of a message along an edge, with {@link Weight#FUNCTION}; of its arguments alone, since it is called at either end of
     * the edge.
     */
    protected long along(long message, double weight) {
        throw new UnsupportedOperationException("Weight.FUNCTION says that along is overridden: override it");
    }

    /** Takes what came to the target; true puts the target into the resulting frontier. */
    protected abstract boolean update(int target, long combined);

    @Override
    final long messageBits(int source) {
        return message(source);
    }

    @Override
    final boolean updateBits(int target, long combined) {
        return update(target, combined);
    }

    @Override
    final long alongBits(long message, double weight) {
        return along(message, weight);
    }
}
