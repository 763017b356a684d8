package dev.weft.runtime;

/** The ids of a column, ascending. */
public interface Ids {
    int size();

    long id(int index);

    /** The index of an id, -1 if it is none of these. */
    default int position(long id) {
        int low = 0;
        int high = size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long found = id(middle);
            if (found == id) {
                return middle;
            }
            if (found < id) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }

    /** What people call this id: a class name, say; the number itself where there is no other name. */
    default String name(int index) {
        return Long.toString(id(index));
    }
}
