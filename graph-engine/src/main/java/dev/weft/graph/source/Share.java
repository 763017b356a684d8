package dev.weft.graph.source;

/**
 * Which part of a source a worker reads.
 *
 * @param index from 0 to {@code count - 1}
 * @param count parts that together are the whole, each edge in one of them
 */
public record Share(int index, int count) {
    public static final Share WHOLE = new Share(0, 1);

    public boolean isWhole() {
        return count == 1;
    }

    /** Where this share begins in a sequence of {@code size} things. */
    long start(long size) {
        return size * index / count;
    }

    long end(long size) {
        return size * (index + 1) / count;
    }
}
