package dev.weft.graph;

/** One thread's working space in an edge map: a block of targets with what they get, and counts of the targets that
 * said true and of the edges that leave them. */
final class Scratch {
    static final int BLOCK = 1024;

    final int[] targets = new int[BLOCK];
    final long[] values = new long[BLOCK];
    long members;
    long edges;

    void reset() {
        members = 0;
        edges = 0;
    }
}
