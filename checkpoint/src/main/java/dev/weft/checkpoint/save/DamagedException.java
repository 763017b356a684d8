package dev.weft.checkpoint.save;

/** A checkpoint can't be restored: the message says what of it is missing or wrong, and where. An older one may do. */
public final class DamagedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public DamagedException(String message) {
        super(message);
    }

    public DamagedException(String message, Throwable cause) {
        super(message, cause);
    }
}
