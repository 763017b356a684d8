package dev.weft.graph;

/**
 * A search's edge function: each target gets the id of the first source, in the engine's own order, that an edge leads from. As a
 * {@link LongEdgeFunction} with {@link Op#FIRST} whose message is the source's id, but nothing has to be written, or sent to other workers,
 * for ids, which all know.
 */
public abstract class VisitFunction extends LongEdgeFunction {
    protected VisitFunction() {
        super(Op.FIRST);
    }

    /** Takes the id of the source; true puts the target into the resulting frontier. */
    @Override
    protected abstract boolean update(int target, long sourceId);

    @Override
    protected final long message(int source) {
        throw new IllegalStateException("the engine knows the ids itself");
    }

    @Override
    final boolean sendsIds() {
        return true;
    }
}
