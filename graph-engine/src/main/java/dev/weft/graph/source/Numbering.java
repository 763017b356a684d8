package dev.weft.graph.source;

import dev.weft.runtime.Ids;
import dev.weft.runtime.ThreadTeam;

/**
 * Gives every id its place among all ids in ascending order. First ids are added, by all threads, which get marks for them, of 32 bits
 * at most; then {@link #count} and {@link #order} are called, once; from then on the numbers are known, to all threads.
 */
interface Numbering extends AutoCloseable {
    int UNKNOWN = -1;

    /** Adds the first {@code count} ids of the array, each of which may have been added before, and puts their marks in their place. */
    void add(long[] ids, int count);

    /** Whether to call {@link #grow} before more is added. */
    default boolean full() {
        return false;
    }

    /** Called while no thread adds. */
    default void grow(ThreadTeam team) {}

    /** How many different ids have been added. */
    long count(ThreadTeam team);

    /** Numbers the ids, of which there are no more than an {@code int} counts. */
    Ids order(ThreadTeam team);

    /** Replaces marks by the numbers of their ids. */
    void numberMarks(long[] marks, int count);

    /** Replaces ids by their numbers, those that were never added by {@link #UNKNOWN}; false if there is one of these. */
    boolean number(long[] ids, int count);

    @Override
    default void close() {}
}
