package dev.weft.graph.source;

import dev.weft.runtime.ThreadTeam;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * The lines of a file or of a share of it, read by all threads of a team. The file is cut into windows; a line belongs to the window in which it starts.
 * The first line that can't be used is found whatever the timing: windows before the first one known are still read.
 */
final class LineScan {
    static final long NONE = Long.MAX_VALUE;

    private final TextFile file;
    private final LineForm form;
    private final int windowBytes;
    private final Optional<BadPositions> skipped;
    private final AtomicLong firstBad = new AtomicLong(NONE);

    /** @param skipped gets the lines that can't be used; if there is none, the first of them ends the scan */
    LineScan(TextFile file, LineForm form, int windowBytes, Optional<BadPositions> skipped) {
        this.file = file;
        this.form = form;
        this.windowBytes = windowBytes;
        this.skipped = skipped;
    }

    /** Takes the ids and weights of some lines. */
    @FunctionalInterface
    interface Sink {
        /** False if the last of these lines can't be used. */
        boolean take(long[] ids, double[] weights, int lines);
    }

    /**
     * Reads a share of the file.
     *
     * @param linesAtOnce that a sink takes
     * @param sinks makes one for each thread
     * @return where the first line starts that can't be used, or {@link #NONE}
     */
    long run(ThreadTeam team, int linesAtOnce, Supplier<Sink> sinks, Phase phase, Share share) {
        var readers = new Reader[team.size()];
        int windows = Math.toIntExact(Math.ceilDiv(file.size(), windowBytes));
        int first = (int) share.start(windows);
        team.forEachChunk((int) share.end(windows) - first, (chunk, thread) -> {
            if (readers[thread] == null) {
                readers[thread] = new Reader(linesAtOnce, sinks.get());
            }
            long start = (long) (first + chunk) * windowBytes;
            if (start <= firstBad.get()) {
                readers[thread].read(start);
            }
            phase.advance(windowBytes);
        });
        return firstBad.get();
    }

    /** One thread's part. */
    private final class Reader {
        private final TextWindow window = new TextWindow(file);
        private final LineParser parser = new LineParser(form);
        private final long[] ids;
        private final double[] weights;
        private final Sink sink;

        Reader(int linesAtOnce, Sink sink) {
            this.ids = new long[2 * linesAtOnce];
            this.weights = new double[form.weighted() ? linesAtOnce : 0];
            this.sink = sink;
        }

        void read(long start) {
            if (!window.load(start, windowBytes)) {
                return;
            }
            parser.over(window.bytes(), window.firstLine(), window.limit());
            while (!parser.atEnd()) {
                int lines = parser.read(ids, weights);
                if (!sink.take(ids, weights, lines) && !skips(parser.lastLine())) {
                    return;
                }
                if (parser.bad()) {
                    if (!skips(parser.position())) {
                        return;
                    }
                    parser.skipBadLine();
                }
            }
        }

        /** Takes note of a line that can't be used; false if it is not to be skipped. */
        private boolean skips(int line) {
            long position = window.filePosition(line);
            if (skipped.isPresent()) {
                skipped.get().add(position);
            } else {
                firstBad.accumulateAndGet(position, Math::min);
            }
            return skipped.isPresent();
        }
    }
}
