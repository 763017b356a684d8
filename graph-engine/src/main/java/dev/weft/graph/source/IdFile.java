package dev.weft.graph.source;

import dev.weft.runtime.ThreadTeam;
import dev.weft.runtime.UsageException;
import java.util.function.LongPredicate;

/**
 * A text file of ids: edges with two on a line, and a weight perhaps, or vertices with one.
 */
record IdFile(String name, LineForm form, int windowBytes) {
    /** How many lines with ids there seem to be. */
    long expectedLines() {
        try (TextFile file = TextFile.open(name)) {
            return LineEstimate.of(file);
        }
    }

    /**
     * Appends a share of the lines to {@code blocks}, and returns how many bytes it read.
     *
     * @throws UsageException if a line can't be read; it names the first one of the file
     */
    long read(EdgeBlocks blocks, ThreadTeam team, LoadProgress progress, Share share) {
        try (TextFile file = TextFile.open(name)) {
            var phase = new Phase(
                    progress, form.pairs() ? "reading edges" : "reading vertices", file.size() / share.count());
            long bad = new LineScan(file, form, windowBytes)
                    .run(team, EdgeAppender.STRIP, () -> appendingTo(blocks), phase, share);
            if (bad != LineScan.NONE) {
                throw BadLine.at(file, share.isWhole() ? bad : firstBad(file, team, progress))
                        .unreadable(form);
            }
            blocks.finish();
            return file.bytesRead();
        }
    }

    /** Another share may have a bad line, too: whoever finds one names the first. There is such a line. */
    private long firstBad(TextFile file, ThreadTeam team, LoadProgress progress) {
        var phase = new Phase(progress, "finding the first wrong line", file.size());
        return new LineScan(file, form, windowBytes)
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
            long bad = new LineScan(file, form, windowBytes)
                    .run(
                            team,
                            1,
                            () -> (ids, _, lines) -> lines == 0 || known.test(ids[0]) && known.test(ids[1]),
                            phase,
                            Share.WHOLE);
            return BadLine.at(file, bad).unknownId(form, known, verticesName);
        }
    }
}
