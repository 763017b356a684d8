package dev.weft.launcher;

/** What the shell and schedulers read. */
enum ExitCode {
    DONE(0),
    PROGRAM_FAILED(1),
    WRONG_USAGE(2),
    COULD_NOT_START(3),
    OUT_OF_MEMORY(65),
    DRAINED(66),
    INTERRUPTED(130);

    final int number;

    ExitCode(int number) {
        this.number = number;
    }
}
