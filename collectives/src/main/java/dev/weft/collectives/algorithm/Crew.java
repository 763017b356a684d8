package dev.weft.collectives.algorithm;

/**
 * The ranks of one worker, seen by one of them: they meet in memory and read and write each other's arrays.
 *
 * <pre>
 *   few elements    open: each rank copies its elements into its place, meets the others, reads theirs
 *   many elements   open: each rank shows its array, meets the others; all work on the arrays
 *                   close: a second meeting, after which the arrays are their owners' again
 * </pre>
 */
public interface Crew extends Workbench {
    /** This rank's place among the worker's ranks, from 0. */
    int index();

    int size();

    /** The rank in the group at a place. */
    int rank(int index);

    /** Returns when all have come. */
    void meet();

    /** What else the next {@link #open} shows: a second array. */
    void showSecond(Object elements, int offset);

    /** What else the next {@link #open} shows: counts and displacements. */
    void showCounts(int[] counts, int[] displacements);

    /** True if so many elements are copied rather than shown. */
    boolean areFew(int count);

    /** Shows elements, and returns when all show theirs. All have to agree on {@code copied}. */
    void open(Object elements, int offset, int count, boolean copied);

    Object elements(int index);

    int offset(int index);

    Object second(int index);

    int secondOffset(int index);

    int[] counts(int index);

    int[] displacements(int index);

    /** Ends the work on what was shown; nothing to do if it was copied. */
    void close();

    /** Where this rank's share of so many elements begins, or, with the next index, ends. */
    default int shareStart(int index, int count) {
        return index == size() ? count : (int) ((long) count * index / size()) / SHARE_ELEMENTS * SHARE_ELEMENTS;
    }

    /** Shares begin at multiples of this, so that two ranks seldom write the same cache line. */
    int SHARE_ELEMENTS = 64;

    /** The counts of one rank's call don't fit what another expects. */
    RuntimeException countsDiffer(int index, int expected, int sent);
}
