package dev.weft.graph.source;

import dev.weft.runtime.UsageException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.regex.Pattern;

/** Says what is wrong with a line, once it is known to be wrong. */
final class BadLine {
    private static final int LONGEST_TEXT = 60;
    private static final int PIECE_BYTES = 1 << 20;
    private static final Pattern SEPARATOR = Pattern.compile("[ \\t]*[ \\t,][ \\t]*");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+");
    private static final Pattern LETTER = Pattern.compile("\\p{L}");

    private final String place;
    private final String text;

    private BadLine(String place, String text) {
        this.place = place;
        this.text = text;
    }

    /** @param position where the line starts in the file */
    static BadLine at(TextFile file, long position) {
        String place = file.name() + ":" + (lineFeedsBefore(file, position) + 1) + ": ";
        return new BadLine(place, textAt(file, position));
    }

    private static long lineFeedsBefore(TextFile file, long end) {
        var piece = new byte[(int) Math.min(end, PIECE_BYTES)];
        long lineFeeds = 0;
        for (long at = 0; at < end; at += PIECE_BYTES) {
            int count = (int) Math.min(end - at, PIECE_BYTES);
            file.read(at, piece, 0, count);
            for (int i = 0; i < count; i++) {
                lineFeeds += piece[i] == '\n' ? 1 : 0;
            }
        }
        return lineFeeds;
    }

    private static String textAt(TextFile file, long position) {
        var bytes = new byte[(int) Math.min(PIECE_BYTES, file.size() - position)];
        file.read(position, bytes, 0, bytes.length);
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.lines().findFirst().orElse("").strip();
    }

    /** The line can't be read. */
    UsageException unreadable(boolean pairs) {
        for (String column : columns(pairs)) {
            if (!NUMBER.matcher(column).matches()) {
                break;
            }
            if (new BigInteger(column).bitLength() >= Long.SIZE) {
                return new UsageException(place + "the id " + shortened(column)
                        + " does not fit into 64 bits: ids run from " + Long.MIN_VALUE + " to " + Long.MAX_VALUE);
            }
        }
        String wanted = pairs
                ? "\"source target\": a line holds two whole numbers, separated by a blank, a tab or a comma"
                : "a vertex: a line holds a whole number";
        String remedy = LETTER.matcher(text).find() ? "; a heading or a comment begins with #" : "";
        return new UsageException(place + "cannot read \"" + shortened(text) + "\" as " + wanted + remedy);
    }

    /** One of the line's ids is not a vertex. */
    UsageException unknownId(LongPredicate known, String verticesName) {
        long id = columns(true).stream()
                .mapToLong(Long::parseLong)
                .filter(known.negate())
                .findFirst()
                .orElseThrow();
        return new UsageException(place + "the id " + id + " is not in " + verticesName
                + ": add it there, or leave the vertices file out");
    }

    private List<String> columns(boolean pairs) {
        return SEPARATOR.splitAsStream(text).limit(pairs ? 2 : 1).toList();
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…";
    }
}
