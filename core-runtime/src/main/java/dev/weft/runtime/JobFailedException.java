package dev.weft.runtime;

/** A rank's program failed; {@link #getCause()} is the program's own exception. */
public final class JobFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String program;
    private final int rank;
    private final long step;

    public JobFailedException(String message, String program, int rank, long step, Throwable cause) {
        super(message, cause);
        this.program = program;
        this.rank = rank;
        this.step = step;
    }

    /** Which the rank ran, by its operator's name. */
    public String program() {
        return program;
    }

    /** The rank that failed first. */
    public int rank() {
        return rank;
    }

    /** The step in which it failed, or -1 before the first. */
    public long step() {
        return step;
    }
}
