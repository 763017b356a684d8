package dev.weft.collectives;

/** A rank has called {@link Communicator#revoke}: nothing but {@link Communicator#agree} and shrink goes on here. */
public final class RevokedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RevokedException(String message) {
        super(message);
    }
}
