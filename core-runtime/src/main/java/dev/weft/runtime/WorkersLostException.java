package dev.weft.runtime;

/** A job's workers could not be started, or were lost more often than may be; the message is one sentence, the first cause last. */
public final class WorkersLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean started;

    public WorkersLostException(String message, boolean started) {
        super(message);
        this.started = started;
    }

    /** Whether the program had ever begun. */
    public boolean started() {
        return started;
    }
}
