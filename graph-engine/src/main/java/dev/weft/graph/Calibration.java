package dev.weft.graph;

import dev.weft.runtime.ThreadTeam;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * How fast this machine does what graphs are made of, with all threads of a team, measured in less than a second.
 *
 * @param gatherNanos to read a value of a neighbour; neighbours are drawn as on skewed graphs, most of them among the first vertices
 * @param placeNanos to count an edge at a vertex and put it there, vertices drawn alike
 * @param copyBytesPerSecond from memory into fresh memory
 */
record Calibration(double gatherNanos, double placeNanos, double copyBytesPerSecond) {
    private static final VarHandle COUNTS = MethodHandles.arrayElementVarHandle(int[].class);
    private static final long NANOS_EACH = 120_000_000;
    private static final int CHUNK = 1 << 16;
    private static final int CHUNKS = 32;
    private static final int MOST_VALUES = 1 << 24;
    private static final int COPIED = 1 << 22;
    private static final double NANOS = 1e9;

    static Calibration of(long vertices, ThreadTeam team) {
        int n = Math.clamp(vertices, 1024, MOST_VALUES);
        int[] neighbours = neighbours(n, team);
        return new Calibration(gather(n, neighbours, team), place(n, neighbours, team), copy(team));
    }

    private static int[] neighbours(int n, ThreadTeam team) {
        var neighbours = new int[CHUNK * CHUNKS];
        team.forEachChunk(CHUNKS, (chunk, _) -> {
            var random = new SplittableRandom(chunk);
            for (int i = chunk * CHUNK; i < (chunk + 1) * CHUNK; i++) {
                double u = random.nextDouble();
                neighbours[i] = (int) (n * u * u * u);
            }
        });
        return neighbours;
    }

    private static double gather(int n, int[] neighbours, ThreadTeam team) {
        var values = new double[n];
        Arrays.fill(values, 1);
        var sums = new double[CHUNKS];
        return nanosEach(
                neighbours.length,
                () -> team.forEachChunk(CHUNKS, (chunk, _) -> {
                    double sum = 0;
                    for (int i = chunk * CHUNK; i < (chunk + 1) * CHUNK; i++) {
                        sum += values[neighbours[i]];
                    }
                    sums[chunk] = sum;
                }));
    }

    private static double place(int n, int[] neighbours, ThreadTeam team) {
        var cursors = new int[n];
        var entries = new int[neighbours.length];
        int mask = neighbours.length - 1;
        return nanosEach(
                neighbours.length,
                () -> team.forEachChunk(CHUNKS, (chunk, _) -> {
                    for (int i = chunk * CHUNK; i < (chunk + 1) * CHUNK; i++) {
                        int vertex = neighbours[i];
                        int at = (int) COUNTS.getAndAdd(cursors, vertex, 1);
                        entries[(at + vertex * CHUNKS) & mask] = i;
                    }
                }));
    }

    private static double copy(ThreadTeam team) {
        var from = new int[COPIED];
        Arrays.fill(from, 1);
        var kept = new int[CHUNKS][];
        int share = COPIED / CHUNKS;
        double nanos = nanosEach(
                COPIED * (long) Integer.BYTES,
                () -> team.forEachChunk(
                        CHUNKS,
                        (chunk, _) -> kept[chunk] = Arrays.copyOfRange(from, chunk * share, (chunk + 1) * share)));
        return NANOS / nanos;
    }

    /** Of the best round: the first ones run before the compiler has done its work. */
    private static double nanosEach(long things, Runnable round) {
        long best = Long.MAX_VALUE;
        long end = System.nanoTime() + NANOS_EACH;
        do {
            long start = System.nanoTime();
            round.run();
            best = Math.min(best, System.nanoTime() - start);
        } while (System.nanoTime() < end);
        return best / (double) things;
    }
}
