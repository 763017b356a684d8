package dev.weft.graph;

/** An edge function whose messages are {@code long} values. */
public abstract non-sealed class LongEdgeFunction extends EdgeFunction {
    /** Updates the targets that a message came to. */
    protected LongEdgeFunction(Op op) {
        this(op, Deliver.TO_RECEIVERS);
    }

    protected LongEdgeFunction(Op op, Deliver deliver) {
        super(Fold.ofLongs(op), deliver);
    }

    /** What the source sends along each of its edges. */
    protected abstract long message(int source);

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
}
