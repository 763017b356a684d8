package dev.weft.runtime.rank;

import java.util.Iterator;
import java.util.NoSuchElementException;

/** One run through a {@link dev.weft.runtime.Steps}: the boundaries of a loop, in order. */
final class StepLoop implements Iterator<Long> {
    private final StepBoundary boundary;
    private final StepKeeping keeping;
    private final long loop;
    private final long limit;
    private long next;

    StepLoop(StepBoundary boundary, StepKeeping keeping, long loop, long limit) {
        this.boundary = boundary;
        this.keeping = keeping;
        this.next = keeping.firstStep();
        this.loop = loop;
        this.limit = limit;
    }

    @Override
    public boolean hasNext() {
        boundary.bodyEnded();
        return next < limit;
    }

    @Override
    public Long next() {
        if (next >= limit) {
            throw new NoSuchElementException("step=" + next + " of at most " + limit);
        }
        boundary.pass(keeping, loop, next, limit);
        return next++;
    }
}
