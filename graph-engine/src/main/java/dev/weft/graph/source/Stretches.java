package dev.weft.graph.source;

import dev.weft.runtime.ThreadTeam;

/** The indices {@code 0 .. size - 1} cut into stretches of equal length, for loops that all threads of a team share. */
record Stretches(long size, int length) {
    /** What a loop does with one stretch, {@code from} to before {@code to}. */
    @FunctionalInterface
    interface Body {
        void run(int stretch, int thread, long from, long to);
    }

    int count() {
        return Math.toIntExact(Math.ceilDiv(size, length));
    }

    void forEach(ThreadTeam team, Body body) {
        team.forEachChunk(count(), (stretch, thread) -> {
            long from = (long) stretch * length;
            body.run(stretch, thread, from, Math.min(size, from + length));
        });
    }

    /** Where the entries of each stretch start when those of all stand one behind the other; the last element is their number. */
    static long[] starts(int[] counts) {
        var starts = new long[counts.length + 1];
        for (int i = 0; i < counts.length; i++) {
            starts[i + 1] = starts[i] + counts[i];
        }
        return starts;
    }
}
