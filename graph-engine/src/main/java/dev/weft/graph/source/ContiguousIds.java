package dev.weft.graph.source;

import dev.weft.runtime.Ids;

/** The ids {@code first .. first + size - 1}. */
record ContiguousIds(long first, int size) implements Ids {
    @Override
    public long id(int index) {
        return first + index;
    }
}
