package dev.weft.graph.store;

/**
 * Where the columns of a file begin. The head comes first: {@value #FIXED_BYTES} bytes, the length of each column, a checksum for each
 * block of each column; head and columns are filled up with zeros to a multiple of {@value #ALIGNMENT} bytes.
 */
@SuppressWarnings("ArrayRecordComponent")
record ColumnPlaces(long[] lengths, long[] starts, int[] firstBlocks) {
    static final long MAGIC = 0x534c_4f43_5446_4557L; // "WEFTCOLS"
    static final int FIXED_BYTES = 24;
    static final int BLOCK_BYTES = 1 << 20;
    private static final int ALIGNMENT = 64;

    static ColumnPlaces of(long[] lengths) {
        var starts = new long[lengths.length + 1];
        var firstBlocks = new int[lengths.length + 1];
        for (int c = 0; c < lengths.length; c++) {
            firstBlocks[c + 1] = firstBlocks[c] + Math.toIntExact(Math.ceilDiv(lengths[c], (long) BLOCK_BYTES));
        }
        long head =
                FIXED_BYTES + (long) Long.BYTES * lengths.length + (long) Integer.BYTES * firstBlocks[lengths.length];
        starts[0] = aligned(head);
        for (int c = 0; c < lengths.length; c++) {
            starts[c + 1] = starts[c] + aligned(lengths[c]);
        }
        return new ColumnPlaces(lengths, starts, firstBlocks);
    }

    static long aligned(long bytes) {
        return (bytes + ALIGNMENT - 1) & -ALIGNMENT;
    }

    int headBytes() {
        return Math.toIntExact(starts[0]);
    }

    long fileBytes() {
        return starts[lengths.length];
    }

    int blocks(int column) {
        return firstBlocks[column + 1] - firstBlocks[column];
    }

    int allBlocks() {
        return firstBlocks[lengths.length];
    }

    /** Bytes of a block without what fills up the column's end. */
    int blockBytes(int column, int block) {
        return (int) Math.min(BLOCK_BYTES, lengths[column] - (long) block * BLOCK_BYTES);
    }

    long blockStart(int column, int block) {
        return starts[column] + (long) block * BLOCK_BYTES;
    }
}
