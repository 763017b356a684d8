package dev.weft.graph.source;

import dev.weft.runtime.Ids;
import java.util.Arrays;

/** Class names by their place in ascending order. */
record ClassNames(String[] names) implements Ids {
    @Override
    public int size() {
        return names.length;
    }

    @Override
    public long id(int index) {
        return index;
    }

    @Override
    public String name(int index) {
        return names[index];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ClassNames that && Arrays.equals(names, that.names);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(names);
    }
}
