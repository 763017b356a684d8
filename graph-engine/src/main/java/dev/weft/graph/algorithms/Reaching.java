package dev.weft.graph.algorithms;

import dev.weft.graph.LongEdgeFunction;
import dev.weft.graph.Op;

/** Says true for every target, whatever comes: who is reached is all that matters. */
final class Reaching extends LongEdgeFunction {
    Reaching() {
        super(Op.FIRST);
    }

    @Override
    protected long message(int source) {
        return 1;
    }

    @Override
    protected boolean update(int target, long one) {
        return true;
    }
}
