package dev.weft.runtime;

/** How much of its work a job gives to each of its workers. */
public enum Sharing {
    /** What their measured speeds say; see {@link Shares}. */
    MEASURED,
    /** As much to every rank. */
    EQUAL
}
