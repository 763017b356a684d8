package dev.weft.runtime.rank;

import dev.weft.checkpoint.ArrayHolder;
import dev.weft.checkpoint.Holder;
import dev.weft.checkpoint.Partitions;
import dev.weft.checkpoint.save.SavedState;
import dev.weft.runtime.Steps;
import java.lang.reflect.Array;
import java.util.Iterator;

/** The boundaries of one loop, and what it saves there. */
final class SavingSteps implements Steps {
    private final StepBoundary boundary;
    private final long limit;
    private final Partitions own;
    private final SavedState state = new SavedState();
    private final SameValues values = new SameValues();

    SavingSteps(StepBoundary boundary, long limit, Partitions own) {
        this.boundary = boundary;
        this.limit = limit;
        this.own = own;
    }

    @Override
    public Steps saving(String name, Object array) {
        return saving(name, ArrayHolder.of(array, own, new int[] {0, Array.getLength(array)}));
    }

    @Override
    public Steps saving(String name, Holder holder) {
        state.add(name, holder);
        return this;
    }

    @Override
    public Steps savingSame(String name, Object array) {
        values.add(name, array);
        return this;
    }

    @Override
    public Iterator<Long> iterator() {
        return boundary.begin(limit, state, values);
    }
}
