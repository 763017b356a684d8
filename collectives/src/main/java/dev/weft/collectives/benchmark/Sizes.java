package dev.weft.collectives.benchmark;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of send buffers as people write them: {@code 8,1k,64k,1m,16m}. */
public final class Sizes {
    public static final String DEFAULT = "8,1k,64k,1m,16m";

    private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,9})([kmg]?)", Pattern.CASE_INSENSITIVE);
    private static final int LARGEST = 1 << 30;

    private Sizes() {}

    /**
     * In ascending order, each once.
     *
     * @throws IllegalArgumentException with a sentence that names what is wrong, and the remedy
     */
    public static List<Integer> parse(String list) {
        return Arrays.stream(list.split(",", -1))
                .map(word -> bytes(word.strip()))
                .sorted()
                .distinct()
                .toList();
    }

    private static int bytes(String word) {
        Matcher parts = SIZE.matcher(word);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "'%s' is no size: give bytes, alone or with k, m or g, e.g. %s".formatted(word, DEFAULT));
        }
        long bytes = Long.parseLong(parts.group(1)) << shift(parts.group(2));
        if (bytes > LARGEST) {
            throw new IllegalArgumentException("%s > 1g: give at most 1g".formatted(word));
        }
        if (bytes % Double.BYTES != 0) {
            throw new IllegalArgumentException(
                    "%s is no multiple of 8: give one, since doubles are sent".formatted(word));
        }
        return (int) bytes;
    }

    private static int shift(String unit) {
        return switch (unit) {
            case "k", "K" -> 10;
            case "m", "M" -> 20;
            case "g", "G" -> 30;
            default -> 0;
        };
    }

    /** The other way round, for axes: {@code 64 KiB}. */
    static String text(int bytes) {
        if (bytes % (1 << 20) == 0 && bytes > 0) {
            return (bytes >> 20) + " MiB";
        }
        return bytes % (1 << 10) == 0 && bytes > 0 ? (bytes >> 10) + " KiB" : bytes + " B";
    }
}
