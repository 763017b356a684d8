package dev.weft.graph.source;

import dev.weft.runtime.ThreadTeam;
import dev.weft.runtime.UsageException;
import java.util.Optional;
import java.util.function.LongPredicate;

/** A text file of ids: edges with two on a line, and a weight perhaps, or vertices with one. */
record IdFile(String name, LineForm form, BadLines badLines, int windowBytes) {
    /** How many lines with ids there seem to be. */
    long expectedLines() {
        try (TextFile file = TextFile.open(name)) {
            return LineEstimate.of(file);
        }
    }

    /**
     * Appends a share of the lines to {@code blocks}.
     *
     * @throws UsageException if a line can't be read and none is to be skipped; it names the first one of the file
     */
    Reading read(EdgeBlocks blocks, ThreadTeam team, LoadProgress progress, Share share) {
        try (TextFile file = TextFile.open(name)) {
            var phase = new Phase(
                    progress, form.pairs() ? "reading edges" : "reading vertices", file.size() / share.count());
            var skipped = new BadPositions();
            long bad = new LineScan(file, form, windowBytes, skipping(skipped))
                    .run(team, EdgeAppender.STRIP, () -> appendingTo(blocks), phase, share);
            if (bad != LineScan.NONE) {
                long first = share.isWhole() ? bad : firstBad(file, team, progress);
                throw new UsageException(BadLine.at(file, first).unreadable(form));
            }
            blocks.finish();
            return new Reading(file.bytesRead(), skipped.lines(file, line -> line.unreadable(form)));
        }
    }

    private Optional<BadPositions> skipping(BadPositions skipped) {
        return badLines == BadLines.SKIP ? Optional.of(skipped) : Optional.empty();
    }

    /** Another share may have a bad line, too: whoever finds one names the first. There is such a line. */
    private long firstBad(TextFile file, ThreadTeam team, LoadProgress progress) {
        var phase = new Phase(progress, "finding the first wrong line", file.size());
        return new LineScan(file, form, windowBytes, Optional.empty())
                .run(team, EdgeAppender.STRIP, () -> (_, _, _) -> true, phase, Share.WHOLE);
    }

    private LineScan.Sink appendingTo(EdgeBlocks blocks) {
        EdgeAppender appender = blocks.appender(form.weighted());
        return (ids, weights, lines) -> {
            appender.append(ids, weights, lines);
            return true;
        };
    }

    /** What to say of the first line with an id that is not known. There is such a line. */
    UsageException unknownId(LongPredicate known, String verticesName, ThreadTeam team, LoadProgress progress) {
        try (TextFile file = TextFile.open(name)) {
            var phase = new Phase(progress, "finding the first wrong line", file.size());
            long bad = new LineScan(file, form, windowBytes, Optional.empty())
                    .run(team, 1, () -> (ids, _, lines) -> isUsable(ids, lines, known), phase, Share.WHOLE);
            return new UsageException(BadLine.at(file, bad).unknownId(form, known, verticesName));
        }
    }

    private static boolean isUsable(long[] ids, int lines, LongPredicate known) {
        return lines == 0 || known.test(ids[0]) && known.test(ids[1]);
    }

    /** The lines of a share that can't be read or have an id that is not known. */
    SkippedLines unusable(
            LongPredicate known, String verticesName, ThreadTeam team, LoadProgress progress, Share share) {
        try (TextFile file = TextFile.open(name)) {
            var phase = new Phase(progress, "finding wrong lines", file.size() / share.count());
            var skipped = new BadPositions();
            long _ = new LineScan(file, form, windowBytes, Optional.of(skipped))
                    .run(team, 1, () -> (ids, _, lines) -> isUsable(ids, lines, known), phase, share);
            return skipped.lines(file, line -> line.unusable(form, known, verticesName));
        }
    }
}
