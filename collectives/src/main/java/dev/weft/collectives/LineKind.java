package dev.weft.collectives;

/**
 * The two lines from one rank to another. They have a window each, so that unread messages never hold up a collective
 * call.
 */
enum LineKind {
    /** Messages of send and receive, picked by tag. */
    MAIL,
    /** Messages of collective calls, in order. */
    CALLS
}
