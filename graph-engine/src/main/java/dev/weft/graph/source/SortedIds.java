package dev.weft.graph.source;

import dev.weft.runtime.Ids;

/** Any ids, in an array. */
final class SortedIds implements Ids {
    private final long[] ids;

    /** @param ids ascending; kept, not copied */
    SortedIds(long[] ids) {
        this.ids = ids;
    }

    @Override
    public int size() {
        return ids.length;
    }

    @Override
    public long id(int index) {
        return ids[index];
    }
}
