package dev.weft.graph.source;

/** One thread's view of a few edges of a block at a time, as ids in an array. */
final class EdgeStrip {
    private final long[] ids = new long[2 * EdgeAppender.STRIP];
    private final long[] packed = new long[EdgeAppender.STRIP];

    /**
     * Adds the ids of the block's edges from {@code from} on until the numbering is full, and puts their marks in their place.
     *
     * @return where it stopped; from there on the block still holds ids
     */
    long add(EdgeBlock block, long from, Numbering numbering) {
        long edges = block.edgeCount();
        long at = from;
        while (at < edges && !numbering.full()) {
            int count = read(block, at, edges);
            numbering.add(ids, 2 * count);
            block.write(at, count, ids, packed);
            at += count;
        }
        return at;
    }

    /** Puts numbers for the marks of a narrow block. */
    void numberMarks(EdgeBlock block, Numbering numbering) {
        long edges = block.edgeCount();
        for (long at = 0; at < edges; at += EdgeAppender.STRIP) {
            int count = read(block, at, edges);
            numbering.numberMarks(ids, 2 * count);
            block.write(at, count, ids, packed);
        }
    }

    /** Puts numbers for the ids of a block, which is narrow afterwards. False if an id has no number. */
    boolean number(EdgeBlock block, Numbering numbering) {
        long edges = block.edgeCount();
        boolean known = true;
        for (long at = 0; at < edges; at += EdgeAppender.STRIP) {
            int count = read(block, at, edges);
            known &= numbering.number(ids, 2 * count);
            block.write(at, count, ids, packed);
        }
        block.becomeNarrow();
        return known;
    }

    private int read(EdgeBlock block, long at, long edges) {
        int count = (int) Math.min(EdgeAppender.STRIP, edges - at);
        block.read(at, count, ids, packed);
        return count;
    }
}
