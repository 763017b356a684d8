package dev.weft.graph.source;

import dev.weft.runtime.ThreadTeam;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * The lines of some files or of a share of them, read by all threads of a team: plain files in windows, compressed ones in pieces. The
 * first line that can't be used is found whatever the timing: what stands before the first one known is still read.
 */
final class LineScan {
    private final InputFiles files;
    private final LineForm form;
    private final int windowBytes;
    private final long start;
    private final Optional<BadPositions> skipped;
    private final AtomicReference<TextPlace> firstBad = new AtomicReference<>(TextPlace.NONE);
    private final LongAdder bytesRead = new LongAdder();

    /** @param skipped gets the lines that can't be used; if there is none, the first of them ends the scan */
    LineScan(InputFiles files, LineForm form, int windowBytes, Optional<BadPositions> skipped) {
        this(files, form, windowBytes, 0, skipped);
    }

    /** @param start where lines begin in each file */
    LineScan(InputFiles files, LineForm form, int windowBytes, long start, Optional<BadPositions> skipped) {
        this.files = files;
        this.form = form;
        this.windowBytes = windowBytes;
        this.start = start;
        this.skipped = skipped;
    }

    /** Takes the ids and weights of some lines. */
    @FunctionalInterface
    interface Sink {
        /** False if the last of these lines can't be used. */
        boolean take(long[] ids, double[] weights, int lines);
    }

    /**
     * Reads a share of the files.
     *
     * @param linesAtOnce that a sink takes
     * @param sinks makes one for each thread
     * @return where the first line starts that can't be used, or {@link TextPlace#NONE}
     */
    TextPlace run(ThreadTeam team, int linesAtOnce, Supplier<Sink> sinks, Phase phase, Share share) {
        var readers = new Reader[team.size()];
        TextReaders forThread = thread -> {
            if (readers[thread] == null) {
                readers[thread] = new Reader(linesAtOnce, sinks.get());
            }
            return readers[thread];
        };
        new WindowScan(files, windowBytes, start).run(team, share, phase, forThread, bytesRead);
        new StreamScan(files, windowBytes, start).run(team, share, phase, forThread, bytesRead);
        return firstBad.get();
    }

    /** By all threads so far. */
    long bytesRead() {
        return bytesRead.sum();
    }

    /** Has a reader for each thread. */
    @FunctionalInterface
    interface TextReaders {
        Reader of(int thread);
    }

    /** One thread's part. */
    final class Reader {
        private final LineParser parser = new LineParser(form);
        private final long[] ids;
        private final double[] weights;
        private final Sink sink;

        Reader(int linesAtOnce, Sink sink) {
            this.ids = new long[2 * linesAtOnce];
            this.weights = new double[form.weighted() ? linesAtOnce : 0];
            this.sink = sink;
        }

        /** Whether text from this place on is still of interest. */
        boolean wants(TextPlace place) {
            return place.compareTo(firstBad.get()) <= 0;
        }

        /**
         * Reads the lines that start at {@code from} or later, but before {@code limit}.
         *
         * @param base where the array's first byte stands
         */
        void read(byte[] bytes, int from, int limit, TextPlace base) {
            parser.over(bytes, from, limit);
            while (!parser.atEnd()) {
                int lines = parser.read(ids, weights);
                if (!sink.take(ids, weights, lines) && !skips(base, parser.lastLine())) {
                    return;
                }
                if (parser.bad()) {
                    if (!skips(base, parser.position())) {
                        return;
                    }
                    parser.skipBadLine();
                }
            }
        }

        /** Takes note of a line that can't be used; false if it is not to be skipped. */
        private boolean skips(TextPlace base, int line) {
            var place = new TextPlace(base.file(), base.position() + line);
            if (skipped.isPresent()) {
                skipped.get().add(place);
            } else {
                firstBad.accumulateAndGet(place, TextPlace::earlier);
            }
            return skipped.isPresent();
        }
    }
}
