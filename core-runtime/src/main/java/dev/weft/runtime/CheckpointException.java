package dev.weft.runtime;

/** A job's state can't be saved any more, or what was saved can't be relied on, so it can't go on; the message is one sentence that names the remedy. */
public final class CheckpointException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public CheckpointException(String message) {
        super(message);
    }

    public CheckpointException(String message, Throwable cause) {
        super(message, cause);
    }
}
