package dev.weft.runtime.rank;

import dev.weft.runtime.Column;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What one rank named as results; written by its program's thread, read when that has ended. */
public final class RankResults {
    private final Map<String, Object> scalars = new LinkedHashMap<>();
    private final Map<String, Column> columns = new LinkedHashMap<>();

    void scalar(String name, Object value) {
        scalars.put(name, value);
    }

    void column(String name, Column column) {
        if (column.size() != column.ids().size()) {
            throw new IllegalArgumentException("result \"" + name + "\": values=" + column.size() + " != ids="
                    + column.ids().size() + ": give one value for each id");
        }
        if (columns.putIfAbsent(name, column) != null) {
            throw new IllegalArgumentException(
                    "result \"" + name + "\" is given a second time: give each column one name");
        }
    }

    Map<String, Object> scalars() {
        return Collections.unmodifiableMap(scalars);
    }

    Map<String, Column> columns() {
        return Collections.unmodifiableMap(columns);
    }
}
