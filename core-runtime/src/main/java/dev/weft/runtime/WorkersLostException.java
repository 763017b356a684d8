package dev.weft.runtime;

/**
 * A job's workers could not be started, or were lost more often than may be; the message is one sentence, the first cause last. An {@link OutOfMemoryError} is
 * its cause where they most likely had no memory.
 */
public final class WorkersLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean started;

    public WorkersLostException(String message, boolean started) {
        super(message);
        this.started = started;
    }

    public WorkersLostException(String message, OutOfMemoryError cause) {
        super(message, cause);
        this.started = true;
    }

    /** Whether the program had ever begun. */
    public boolean started() {
        return started;
    }
}
