package dev.weft.collectives.algorithm;

/** Cuts elements into blocks that differ by one unit at most; a unit is what belongs together. */
final class Blocks {
    private Blocks() {}

    /** Where a block begins; the {@code blocks}-th ends at {@code count}. */
    static int start(int block, int blocks, int count, int unit) {
        return (int) ((long) (count / unit) * block / blocks) * unit;
    }

    static int length(int block, int blocks, int count, int unit) {
        return start(block + 1, blocks, count, unit) - start(block, blocks, count, unit);
    }
}
