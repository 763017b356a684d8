package dev.weft.graph;

/**
 * What an edge map sends along edges and does where it arrives: a {@link DoubleEdgeFunction} or a {@link LongEdgeFunction}.
 *
 * <p>{@code message(source)} is pure and sees the state as it was before the call's first update; it is called on the owner of a vertex
 * that has outgoing edges. Messages to one target are combined by the {@link Op}. {@code update(target, combined)} is called on the
 * target's owner, at most once for each edge map, and returns whether the target belongs to the resulting frontier. One vertex is always
 * touched by one thread: one of the owner's, or of a rank of the same worker (JVM) that has nothing to do but wait for the owner.
 */
public abstract sealed class EdgeFunction permits DoubleEdgeFunction, LongEdgeFunction {
    final Fold fold;
    final Deliver deliver;
    final Join join;

    EdgeFunction(Fold fold, Deliver deliver, Join join) {
        if (fold == Fold.FIRST && deliver == Deliver.TO_ALL) {
            throw new IllegalArgumentException(
                    "Op.FIRST has no identity to deliver where no message came: use Deliver.TO_RECEIVERS");
        }
        this.fold = fold;
        this.deliver = deliver;
        this.join = join;
    }

    abstract long messageBits(int source);

    abstract boolean updateBits(int target, long combined);

    abstract long alongBits(long message, double weight);

    /** Whether the message is the source's id, so that {@code messageBits} is not called. */
    boolean sendsIds() {
        return false;
    }

    /** Whether an own target would lose by not getting this; a push leaves out what none needs. */
    boolean needs(int target, long value) {
        return true;
    }
}
