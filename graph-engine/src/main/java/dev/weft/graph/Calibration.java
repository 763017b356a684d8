package dev.weft.graph;

import dev.weft.runtime.ThreadTeam;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * How fast this machine does what graphs are made of, with all threads of a team, measured in less than a second.
 *
 * @param gatherNanos to read a value of a neighbour; neighbours are drawn as on skewed graphs, most of them among the first vertices
 * @param visitNanos to begin and to end a vertex's short list of neighbours, to make its message (a division) and to keep its value
 * @param placeNanos to count an edge at a vertex and put it there, vertices drawn alike, each thread with counts of its own
 * @param copyBytesPerSecond from memory into memory that was used before
 * @param freshBytesPerSecond to get memory from the system, which clears it
 */
record Calibration(
        double gatherNanos,
        double visitNanos,
        double placeNanos,
        double copyBytesPerSecond,
        double freshBytesPerSecond) {
    private static final long NANOS_EACH = 120_000_000;
    private static final int CHUNK = 1 << 16;
    /** All together far more than a core's cache holds, as adjacency is. */
    private static final int CHUNKS = 128;

    private static final int MOST_VALUES = 1 << 24;
    private static final int COPIED = 1 << 22;
    private static final int FRESH_BYTES = 40 << 20;
    /** Half of a Graph500 graph's vertices have fewer neighbours. */
    private static final int MEAN_LENGTH = 8;
    /** Entries of a list: what a vertex has on average in Graph500's graphs. */
    private static final int LIST = 32;

    /**
     * Of a Graph500 graph's vertices, by degree, such a share has half of all entries; the logarithm of an entry's place is spread about it
     * as a normal distribution is (counted at scales 20 and 22: 0.19 to 0.22 of all in the first thousandth, 0.87 to 0.90 in the first tenth).
     */
    private static final double HALF_OF_ENTRIES = 0.01;

    private static final double SPREAD = 2.5;

    private static final double NANOS = 1e9;

    static Calibration of(long vertices, ThreadTeam team) {
        int n = Math.clamp(vertices, 1024, MOST_VALUES);
        int[] neighbours = neighbours(n, team);
        double place = place(n, neighbours, team);
        sortLists(neighbours, team);
        double gather = gather(n, neighbours, team);
        return new Calibration(gather, visit(n, neighbours, gather, team), place, copy(team), fresh(team));
    }

    private static int[] neighbours(int n, ThreadTeam team) {
        var neighbours = new int[CHUNK * CHUNKS];
        team.forEachChunk(CHUNKS, (chunk, _) -> {
            var random = new SplittableRandom(chunk);
            for (int i = chunk * CHUNK; i < (chunk + 1) * CHUNK; i++) {
                double place = HALF_OF_ENTRIES * Math.exp(SPREAD * random.nextGaussian());
                neighbours[i] = (int) (n * (place < 1 ? place : random.nextDouble()));
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

    /** Lists end where nobody foresees it. */
    private static double visit(int n, int[] neighbours, double gather, ThreadTeam team) {
        int lists = neighbours.length / MEAN_LENGTH;
        var ends = new int[lists + 1];
        var random = new SplittableRandom(1);
        for (int i = 0; i < lists; i++) {
            ends[i + 1] = ends[i] + random.nextInt(2 * MEAN_LENGTH);
        }
        var values = new double[n];
        var results = new double[lists];
        int share = lists / CHUNKS;
        double nanos = nanosEach(
                lists,
                () -> team.forEachChunk(CHUNKS, (chunk, _) -> {
                    for (int i = chunk * share; i < (chunk + 1) * share; i++) {
                        double sum = 0;
                        int end = Math.min(ends[i + 1], neighbours.length);
                        for (int at = ends[i]; at < end; at++) {
                            sum += values[neighbours[at]];
                        }
                        results[i] = sum / (end - ends[i]);
                    }
                }));
        return Math.max(0, nanos - gather * ends[lists] / lists);
    }

    private static double place(int n, int[] neighbours, ThreadTeam team) {
        var cursorsOfThread = new int[team.size()][n];
        var entries = new int[neighbours.length];
        int mask = neighbours.length - 1;
        return nanosEach(
                neighbours.length,
                () -> team.forEachChunk(CHUNKS, (chunk, thread) -> {
                    int[] cursors = cursorsOfThread[thread];
                    for (int i = chunk * CHUNK; i < (chunk + 1) * CHUNK; i++) {
                        int vertex = neighbours[i];
                        int at = cursors[vertex]++;
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

    /** Of one thread, by all: so large a piece is given back to the system each time. */
    private static double fresh(ThreadTeam team) {
        double nanos = nanosEach(FRESH_BYTES, () -> {
            try (Arena arena = Arena.ofConfined()) {
                arena.allocate(FRESH_BYTES).fill((byte) 1);
            }
        });
        return NANOS / nanos * team.size();
    }

    /** Neighbour lists are ascending. */
    private static void sortLists(int[] neighbours, ThreadTeam team) {
        team.forEachChunk(CHUNKS, (chunk, _) -> {
            for (int i = chunk * CHUNK; i < (chunk + 1) * CHUNK; i += LIST) {
                Arrays.sort(neighbours, i, i + LIST);
            }
        });
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
