package dev.weft.graph.source;

import java.util.Comparator;

/**
 * Where something stands in the text of some files.
 *
 * @param file its number among them
 * @param position in bytes; of a compressed file after decompression
 */
record TextPlace(int file, long position) implements Comparable<TextPlace> {
    static final TextPlace NONE = new TextPlace(Integer.MAX_VALUE, Long.MAX_VALUE);

    private static final Comparator<TextPlace> ORDER =
            Comparator.comparingInt(TextPlace::file).thenComparingLong(TextPlace::position);

    @Override
    public int compareTo(TextPlace other) {
        return ORDER.compare(this, other);
    }

    static TextPlace earlier(TextPlace one, TextPlace other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
