package dev.weft.graph.source;

import dev.weft.runtime.UsageException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

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

    /** @param place where the line starts */
    static BadLine at(InputFiles files, TextPlace place) {
        return at(files, List.of(place)).getFirst();
    }

    /** @param places in their order */
    static List<BadLine> at(InputFiles files, List<TextPlace> places) {
        return places.stream()
                .collect(Collectors.groupingBy(TextPlace::file, TreeMap::new, Collectors.toList()))
                .values()
                .stream()
                .flatMap(ofFile -> inFile(files.path(ofFile.getFirst().file()), ofFile).stream())
                .toList();
    }

    private static List<BadLine> inFile(Path path, List<TextPlace> places) {
        var lines = new ArrayList<BadLine>();
        try (InputStream text = new BufferedInputStream(Compression.open(path))) {
            long number = 1;
            long position = 0;
            for (TextPlace place : places) {
                number += lineFeeds(text, place.position() - position);
                byte[] line = line(text);
                lines.add(new BadLine(path + ":" + number++ + ": ", new String(line, StandardCharsets.UTF_8).strip()));
                position = place.position() + line.length + 1;
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(path + " can't be read: " + failure.getMessage(), failure);
        }
        return lines;
    }

    /** Of the next {@code count} bytes. */
    private static long lineFeeds(InputStream text, long count) throws IOException {
        var piece = new byte[(int) Math.min(count, PIECE_BYTES)];
        long lineFeeds = 0;
        for (long at = 0; at < count; at += PIECE_BYTES) {
            int read = text.readNBytes(piece, 0, (int) Math.min(count - at, PIECE_BYTES));
            for (int i = 0; i < read; i++) {
                lineFeeds += piece[i] == '\n' ? 1 : 0;
            }
        }
        return lineFeeds;
    }

    /** The rest of the line, with its line feed read too. */
    private static byte[] line(InputStream text) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int next = text.read(); next >= 0 && next != '\n'; next = text.read()) {
            line.write(next);
        }
        return line.toByteArray();
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

    /** The first of the line's ids for which the condition holds; none if the line can't be read. */
    Optional<Long> firstId(LineForm form, LongPredicate condition) {
        try {
            return ids(form).stream().map(Long::valueOf).filter(condition::test).findFirst();
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    UsageException wrong(String what) {
        return new UsageException(place + what);
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
