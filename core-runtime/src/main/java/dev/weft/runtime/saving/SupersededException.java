package dev.weft.runtime.saving;

/** Another coordinator runs the job: this one has to leave it alone. */
public final class SupersededException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public SupersededException(String message) {
        super(message);
    }
}
