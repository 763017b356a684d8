package dev.weft.graph.source;

import java.io.PrintStream;

/** One line for each phase as it begins. */
public final class PhaseLines implements LoadProgress {
    private final PrintStream err;
    private String current = "";

    public PhaseLines(PrintStream err) {
        this.err = err;
    }

    @Override
    public synchronized void at(String phase, double done) {
        if (!phase.equals(current)) {
            current = phase;
            err.println(phase);
        }
    }
}
