package dev.weft.graph.source;

/**
 * What reading files came to, beside the edges.
 *
 * @param bytes that were read
 */
record Reading(long bytes, SkippedLines skipped) {
    /** No file was read. */
    static final Reading NOTHING = new Reading(0, SkippedLines.NONE);

    Reading plus(Reading other) {
        return new Reading(bytes + other.bytes, skipped.plus(other.skipped));
    }

    /** The same bytes and these lines instead. */
    Reading skipping(SkippedLines lines) {
        return new Reading(bytes, lines);
    }
}
