package dev.weft.launcher;

import java.io.PrintStream;

/**
 * Where a command speaks: results to {@code out}, everything else to {@code err}.
 *
 * @param columns the width of {@code err} where people watch it, so that a line may be drawn over; 0 in a file or pipe
 */
record Terminal(PrintStream out, PrintStream err, int columns) {

    /** What bin/weft found: Java itself can't tell whether stderr is a terminal. */
    static Terminal ofProcess() {
        return new Terminal(System.out, System.err, Integer.getInteger("weft.terminal.columns", 0));
    }

    boolean live() {
        return columns > 0;
    }
}
