package dev.weft.runtime;

/** The ids of a column, ascending. */
public interface Ids {
    int size();

    long id(int index);

    /** What people call this id: a class name, say; the number itself where there is no other name. */
    default String name(int index) {
        return Long.toString(id(index));
    }
}
