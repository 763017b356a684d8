package dev.weft.launcher;

import dev.weft.runtime.JobProgress;
import java.io.PrintStream;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** One bar after the other, each drawn over the one before: a bar for each phase of loading, then one for the steps. */
final class ProgressBars implements ProgressView {
    private static final int PARTS = 1000;
    private static final int REFRESH_MILLIS = 100;

    private final Terminal terminal;
    private @Nullable ProgressBar bar;
    private String phase = "";

    ProgressBars(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void at(JobProgress now) {
        if (bar == null || !now.phase().equals(phase)) {
            close();
            phase = now.phase();
            bar = newBar(now);
        }
        if (now.step() >= 0) {
            bar.stepTo(now.step());
        } else if (now.done() >= 0) {
            bar.stepTo((long) (now.done() * PARTS));
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }

    private ProgressBar newBar(JobProgress now) {
        boolean steps = now.step() >= 0;
        var builder = new ProgressBarBuilder()
                .setTaskName(now.phase())
                .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                .setUpdateIntervalMillis(REFRESH_MILLIS)
                .setConsumer(new Line(terminal.err(), terminal.columns() - 1))
                .clearDisplayOnFinish();
        return builder.setInitialMax(steps ? limit(now) : now.done() < 0 ? -1 : PARTS)
                .build();
    }

    /** The bar's maximum; -1 is the library's word for none. */
    private static long limit(JobProgress now) {
        return now.stepLimit() == Long.MAX_VALUE ? -1 : now.stepLimit();
    }

    /** The terminal's last line, drawn over again and again. */
    private record Line(PrintStream err, int columns) implements ProgressBarConsumer {
        @Override
        public int getMaxRenderedLength() {
            return columns;
        }

        @Override
        public void accept(String rendered) {
            err.print("\r" + rendered);
            err.flush();
        }

        @Override
        public void close() {}
    }
}
