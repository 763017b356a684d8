package dev.weft.graph;

import dev.weft.runtime.Ids;
import dev.weft.runtime.UsageException;

/** Finds vertices by the input's ids. */
final class IdSearch {
    private IdSearch() {}

    /** The position of {@code id} among the ascending ids. */
    static int position(Ids ids, long id) {
        int position = ids.position(id);
        if (position >= 0) {
            return position;
        }
        throw new UsageException("the graph has no vertex " + id + ": its ids go from " + ids.id(0) + " to "
                + ids.id(ids.size() - 1) + " and number " + ids.size());
    }
}
