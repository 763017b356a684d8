package dev.weft.runtime;

import java.util.List;

/** The command of a {@link CommandProgram} has not ended well. */
public final class CommandEndedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int SIGNALS = 128;

    /** @param lastWords the last line that it printed; "" if it printed none */
    public CommandEndedException(List<String> command, int exitCode, String lastWords) {
        super("command " + command + " ended "
                + (exitCode > SIGNALS ? "by signal " + (exitCode - SIGNALS) : "with exit code " + exitCode)
                + (lastWords.isEmpty() ? "" : "; its last words: " + lastWords));
    }

    /** As another process told it. */
    public CommandEndedException(String message) {
        super(message);
    }
}
