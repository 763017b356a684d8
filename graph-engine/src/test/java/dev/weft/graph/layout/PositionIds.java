package dev.weft.graph.layout;

import dev.weft.runtime.Ids;

/** Positions as ids. */
record PositionIds(int size) implements Ids {
    @Override
    public long id(int index) {
        return index;
    }
}
