package dev.weft.collectives;

/** Ranks wait for each other in a circle, each in a receive or a long send; the message names them and their lines. */
public final class DeadlockException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DeadlockException(String message) {
        super(message);
    }
}
