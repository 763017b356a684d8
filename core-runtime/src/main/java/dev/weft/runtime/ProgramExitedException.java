package dev.weft.runtime;

/** A program has called {@link System#exit}, which ends the process that its rank lives in. The first frame is that of the call. */
public final class ProgramExitedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ProgramExitedException(String message) {
        super(message);
    }
}
