package dev.weft.collectives.algorithm;

/** What one rank works with in a call: elements are of the call's type, and combined by its operation. */
public interface Workbench {
    /** An array for intermediate results, the same at every call with this number; what it holds is undefined. */
    Object scratch(int number, int elements);

    void copy(Object from, int fromOffset, Object into, int intoOffset, int count);

    /** {@code into = into op from}. */
    void fold(Object into, int intoOffset, Object from, int fromOffset, int count);

    /** {@code into = from op into}: what is folded in comes from lower ranks. */
    void foldBefore(Object into, int intoOffset, Object from, int fromOffset, int count);
}
