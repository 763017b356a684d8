package dev.weft.graph.source;

import dev.weft.runtime.ThreadTeam;
import java.util.Arrays;

/**
 * Sorts with the threads of a team alone. A sample gives the borders of some parts; each value moves to its part; each part is sorted by
 * one thread.
 */
final class ParallelSort {
    private static final int SMALL = 1 << 15;
    private static final int STRETCH = 1 << 15;
    private static final int PARTS_A_THREAD = 4;
    private static final int SAMPLES_A_PART = 64;

    private ParallelSort() {}

    /** Returns the values in ascending order, in the same array or in another. */
    static long[] sort(ThreadTeam team, long[] values) {
        if (team.size() == 1 || values.length < SMALL) {
            Arrays.sort(values);
            return values;
        }
        long[] borders = borders(values, team.size() * PARTS_A_THREAD);
        int parts = borders.length + 1;
        var stretches = new Stretches(values.length, STRETCH);
        int columns = stretches.count();
        var counts = new int[parts * columns];
        stretches.forEach(team, (stretch, _, from, to) -> {
            for (int i = (int) from; i < to; i++) {
                counts[part(borders, values[i]) * columns + stretch]++;
            }
        });
        long[] starts = Stretches.starts(counts);
        var sorted = new long[values.length];
        stretches.forEach(team, (stretch, _, from, to) -> {
            var next = new int[parts];
            Arrays.setAll(next, part -> (int) starts[part * columns + stretch]);
            for (int i = (int) from; i < to; i++) {
                sorted[next[part(borders, values[i])]++] = values[i];
            }
        });
        team.forEachChunk(
                parts,
                (part, _) -> Arrays.sort(sorted, (int) starts[part * columns], (int) starts[(part + 1) * columns]));
        return sorted;
    }

    private static long[] borders(long[] values, int parts) {
        var sample = new long[parts * SAMPLES_A_PART];
        Arrays.setAll(sample, i -> values[(int) ((long) i * values.length / sample.length)]);
        Arrays.sort(sample);
        var borders = new long[parts - 1];
        Arrays.setAll(borders, i -> sample[(i + 1) * SAMPLES_A_PART]);
        return borders;
    }

    /** How many borders are at most {@code value}. */
    private static int part(long[] borders, long value) {
        int low = 0;
        int high = borders.length;
        while (low < high) {
            int middle = low + high >>> 1;
            if (borders[middle] <= value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
