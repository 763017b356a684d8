package dev.weft.collectives;

/**
 * The job's current epoch has ended (a rank failed, or the job was cancelled), so nothing that belongs to it may go on.
 * Thrown by every wait and every Weft call of the epoch, again at each later call; {@link #getCause()} says what ended
 * it.
 */
public final class EpochFencedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public EpochFencedException(Throwable cause) {
        super("this epoch has ended: " + cause.getMessage(), cause);
    }

    EpochFencedException(Throwable cause, String pending) {
        super("this epoch has ended: " + cause.getMessage() + pending, cause);
    }
}
