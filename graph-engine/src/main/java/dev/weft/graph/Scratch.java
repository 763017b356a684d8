package dev.weft.graph;

/** One thread's working space in an edge map: a block of targets with what they get, and counts of the targets that
 * said true and of the edges that leave them. */
final class Scratch {
    static final int BLOCK = 1024;

    final int[] targets = new int[BLOCK];
    final long[] values = new long[BLOCK];
    long members;
    long edges;

    private int firstOwnWord;
    private int ownWords;
    private int firstOwnSummary;
    private int ownSummary;
    private int summaryWord;
    private long noted;

    void reset() {
        members = 0;
        edges = 0;
        noted = 0;
    }

    /** The thread goes on with the vertices whose bits are those from {@code first} to before {@code end}. */
    void claim(int first, int end) {
        firstOwnWord = (first + 63) >>> 6;
        ownWords = Math.max(0, (end >>> 6) - firstOwnWord);
        firstOwnSummary = (first + VertexBits.SUMMARISED - 1) / VertexBits.SUMMARISED;
        ownSummary = Math.max(0, end / VertexBits.SUMMARISED - firstOwnSummary);
    }

    /** As {@link #ownsWord}, of a word of a set's summary. */
    boolean ownsSummary(int word) {
        return Integer.compareUnsigned(word - firstOwnSummary, ownSummary) < 0;
    }

    /** A word of {@code result} has bits now; {@link #note} tells the set's summary. */
    void noteWord(VertexBits result, int word) {
        if (word >>> 6 != summaryWord) {
            note(result);
            summaryWord = word >>> 6;
        }
        noted |= 1L << word;
    }

    void note(VertexBits result) {
        if (noted != 0) {
            result.noteShared(summaryWord, noted);
            noted = 0;
        }
    }

    /** Whether all bits of a word belong to vertices that were claimed: no other thread writes to it. */
    boolean ownsWord(int word) {
        return Integer.compareUnsigned(word - firstOwnWord, ownWords) < 0;
    }
}
