package dev.weft.graph.source;

import dev.weft.runtime.ThreadTeam;
import dev.weft.runtime.UsageException;
import java.util.Optional;
import java.util.function.LongPredicate;

/**
 * Text of ids, in a file or in several that are read as one: edges with two on a line, and a weight perhaps, or vertices with one.
 *
 * @param name a file, a folder or a pattern
 */
record IdFile(String name, LineForm form, BadLines badLines, int windowBytes) {
    /** How many lines with ids there seem to be, and how large ids get. */
    LineEstimate.Seen expected() {
        LineEstimate.Seen seen = LineEstimate.of(InputFiles.of(name));
        return form.isUsual() ? seen : new LineEstimate.Seen(seen.lines(), Long.MAX_VALUE, 0, Double.BYTES);
    }

    /**
     * Appends a share of the lines to {@code blocks}.
     *
     * @throws UsageException if a line can't be read and none is to be skipped; it names the first one of the first file with one
     */
    Reading read(EdgeBlocks blocks, ThreadTeam team, LoadProgress progress, Share share) {
        InputFiles files = InputFiles.of(name);
        var phase =
                new Phase(progress, form.pairs() ? "reading edges" : "reading vertices", files.size() / share.count());
        var skipped = new BadPositions();
        var scan = new LineScan(files, form, windowBytes, skipping(skipped));
        TextPlace bad = scan.run(team, EdgeAppender.STRIP, () -> appendingTo(blocks), phase, share);
        if (!bad.equals(TextPlace.NONE)) {
            TextPlace first = share.isWhole() ? bad : firstBad(files, team, progress);
            throw new UsageException(BadLine.at(files, first).unreadable(form));
        }
        blocks.finish();
        return new Reading(scan.bytesRead(), skipped.lines(files, form.pairs(), line -> line.unreadable(form)));
    }

    private Optional<BadPositions> skipping(BadPositions skipped) {
        return badLines == BadLines.SKIP ? Optional.of(skipped) : Optional.empty();
    }

    /** Another share may have a bad line, too: whoever finds one names the first. There is such a line. */
    private TextPlace firstBad(InputFiles files, ThreadTeam team, LoadProgress progress) {
        return new LineScan(files, form, windowBytes, Optional.empty())
                .run(team, EdgeAppender.STRIP, () -> (_, _, _) -> true, searching(files, progress), Share.WHOLE);
    }

    private static Phase searching(InputFiles files, LoadProgress progress) {
        return new Phase(progress, "finding the first wrong line", files.size());
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
        InputFiles files = InputFiles.of(name);
        TextPlace bad = new LineScan(files, form, windowBytes, Optional.empty())
                .run(
                        team,
                        1,
                        () -> (ids, _, lines) -> isUsable(ids, lines, known),
                        searching(files, progress),
                        Share.WHOLE);
        return new UsageException(BadLine.at(files, bad).unknownId(form, known, verticesName));
    }

    private static boolean isUsable(long[] ids, int lines, LongPredicate known) {
        return lines == 0 || known.test(ids[0]) && known.test(ids[1]);
    }

    /** The lines of a share that can't be read or have an id that is not known. */
    SkippedLines unusable(
            LongPredicate known, String verticesName, ThreadTeam team, LoadProgress progress, Share share) {
        InputFiles files = InputFiles.of(name);
        var phase = new Phase(progress, "finding wrong lines", files.size() / share.count());
        var skipped = new BadPositions();
        TextPlace _ = new LineScan(files, form, windowBytes, Optional.of(skipped))
                .run(team, 1, () -> (ids, _, lines) -> isUsable(ids, lines, known), phase, share);
        return skipped.lines(files, form.pairs(), line -> line.unusable(form, known, verticesName));
    }
}
