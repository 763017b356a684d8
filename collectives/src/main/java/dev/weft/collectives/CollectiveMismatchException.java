package dev.weft.collectives;

/**
 * Two ranks made different collective calls where the same one was due, or calls that don't fit each other; the message
 * names both calls, both ranks and both call sites.
 */
public final class CollectiveMismatchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CollectiveMismatchException(String message) {
        super(message);
    }
}
