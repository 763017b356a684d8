package dev.weft.launcher;

import dev.weft.runtime.JobProgress;

/** Shows people how far a job is. */
interface ProgressView extends AutoCloseable {
    void at(JobProgress now);

    /** Nothing of it is left on the last line. */
    @Override
    void close();

    static ProgressView on(Terminal terminal, boolean quiet) {
        if (quiet) {
            return new NoProgress();
        }
        return terminal.live() ? new ProgressBars(terminal) : new ProgressLines(terminal.err());
    }

    /** Shows nothing. */
    final class NoProgress implements ProgressView {
        @Override
        public void at(JobProgress now) {}

        @Override
        public void close() {}
    }
}
