package dev.weft.launcher;

import java.util.List;

/** The weft command's entry. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        var interruption = Interruption.install(Thread.currentThread());
        int exitCode = run(List.of(args), Terminal.ofProcess());
        interruption.over();
        System.exit(exitCode);
    }

    /** Runs one command line to its end, leaving nothing behind, and returns its exit code. Interrupting the caller ends it early. */
    static int run(List<String> args, Terminal terminal) {
        try {
            return Commands.all().run(args, terminal);
        } catch (Throwable thrown) {
            return Failure.of(thrown).tell(terminal.err());
        } finally {
            terminal.out().flush();
            terminal.err().flush();
        }
    }
}
