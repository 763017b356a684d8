package dev.weft.launcher;

import dev.weft.runtime.JobProgress;
import java.io.PrintStream;
import java.util.function.LongSupplier;

/** A line when a phase begins, and one every ten seconds while steps go on: for files and pipes. */
final class ProgressLines implements ProgressView {
    private static final long STEP_LINE_NANOS = 10_000_000_000L;

    private final PrintStream err;
    private final LongSupplier nanoClock;
    private String phase = "";
    private long lastLineNanos;

    ProgressLines(PrintStream err) {
        this(err, System::nanoTime);
    }

    ProgressLines(PrintStream err, LongSupplier nanoClock) {
        this.err = err;
        this.nanoClock = nanoClock;
    }

    @Override
    public void at(JobProgress now) {
        long nanos = nanoClock.getAsLong();
        boolean stepsGoOn = now.step() >= 0 && nanos - lastLineNanos >= STEP_LINE_NANOS;
        if (!now.phase().equals(phase) || stepsGoOn) {
            err.println(sentence(now));
            phase = now.phase();
            lastLineNanos = nanos;
        }
    }

    @Override
    public void close() {}

    private static String sentence(JobProgress now) {
        if (now.step() < 0) {
            return now.phase() + " …";
        }
        boolean limited = now.stepLimit() < Long.MAX_VALUE;
        return "step " + (now.step() + 1) + (limited ? " of " + now.stepLimit() : "") + " …";
    }
}
