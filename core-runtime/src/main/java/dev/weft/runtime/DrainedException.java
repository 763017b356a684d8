package dev.weft.runtime;

/** The job has saved its state and ended, to be taken up elsewhere: {@code --resume} goes on from there. */
public final class DrainedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public DrainedException(String message) {
        super(message);
    }
}
