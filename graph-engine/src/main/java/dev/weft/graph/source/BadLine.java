package dev.weft.graph.source;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.regex.Pattern;

/** Says what is wrong with a line, once it is known to be wrong. */
final class BadLine {
    private static final int LONGEST_TEXT = 60;
    private static final int PIECE_BYTES = 1 << 20;
    private static final Pattern SEPARATOR = Pattern.compile("[ \\t]*[ \\t,][ \\t]*");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+");
    private static final Pattern DECIMAL = Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");
    private static final Pattern LETTER = Pattern.compile("\\p{L}");

    private final String place;
    private final String text;

    private BadLine(String place, String text) {
        this.place = place;
        this.text = text;
    }

    /** @param position where the line starts in the file */
    static BadLine at(TextFile file, long position) {
        return at(file, new long[] {position}).getFirst();
    }

    /** @param positions ascending */
    static List<BadLine> at(TextFile file, long[] positions) {
        var lines = new ArrayList<BadLine>();
        long number = 1;
        long before = 0;
        for (long position : positions) {
            number += lineFeeds(file, before, position);
            before = position;
            lines.add(new BadLine(file.name() + ":" + number + ": ", textAt(file, position)));
        }
        return lines;
    }

    private static long lineFeeds(TextFile file, long from, long end) {
        var piece = new byte[(int) Math.min(end - from, PIECE_BYTES)];
        long lineFeeds = 0;
        for (long at = from; at < end; at += PIECE_BYTES) {
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
    String unreadable(LineForm form) {
        return place + reason(form);
    }

    /** What is wrong with the line, which can't be read. */
    private String reason(LineForm form) {
        for (String id : ids(form)) {
            if (!NUMBER.matcher(id).matches()) {
                return cannotRead(form);
            }
            if (new BigInteger(id).bitLength() >= Long.SIZE) {
                return "the id " + shortened(id) + " does not fit into 64 bits: ids run from " + Long.MIN_VALUE + " to "
                        + Long.MAX_VALUE;
            }
        }
        String weight = form.weighted() ? column(form.weight()) : "";
        return DECIMAL.matcher(weight).matches()
                ? "the weight " + shortened(weight) + " is too large: weights are finite numbers of double precision"
                : cannotRead(form);
    }

    private String cannotRead(LineForm form) {
        boolean hasLetter = LETTER.matcher(text).find();
        boolean lacksWeight = form.weighted() && column(form.weight()).isEmpty();
        String remedy = hasLetter
                ? "; a heading or a comment begins with #"
                : lacksWeight ? "; without weights leave --weighted out" : "";
        return "cannot read \"" + shortened(text) + "\" as " + wanted(form) + remedy;
    }

    private static String wanted(LineForm form) {
        if (!form.pairs()) {
            return "a vertex: a line holds a whole number";
        }
        String numbers = form.weighted() ? "two whole numbers and a decimal one" : "two whole numbers";
        return "\"" + form + "\": a line holds " + numbers + ", separated by a blank, a tab or a comma";
    }

    /** One of the line's ids is not a vertex. */
    String unknownId(LineForm form, LongPredicate known, String verticesName) {
        long id = ids(form).stream()
                .mapToLong(Long::parseLong)
                .filter(known.negate())
                .findFirst()
                .orElseThrow();
        return place + "the id " + id + " is not in " + verticesName + ": add it there, or leave the vertices file out";
    }

    /** The line can't be read, or one of its ids is not a vertex. */
    String unusable(LineForm form, LongPredicate known, String verticesName) {
        var parser = new LineParser(form);
        byte[] bytes = Arrays.copyOf(
                (text + "\n").getBytes(StandardCharsets.UTF_8), text.length() * 3 + LineParser.PADDING + 1);
        parser.over(bytes, 0, 1);
        return parser.read(new long[2], new double[1]) == 0 ? unreadable(form) : unknownId(form, known, verticesName);
    }

    private List<String> ids(LineForm form) {
        return form.pairs() ? List.of(column(form.source()), column(form.target())) : List.of(column(form.source()));
    }

    /** Empty if there are not so many columns. */
    private String column(int number) {
        return SEPARATOR.splitAsStream(text).skip(number).findFirst().orElse("");
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…";
    }
}
