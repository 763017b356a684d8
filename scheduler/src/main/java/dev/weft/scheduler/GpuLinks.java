package dev.weft.scheduler;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How well each two GPUs of a host are joined: the larger, the better. One object for all hosts that are built alike, so that what is found
 * out about it is found out once.
 */
public final class GpuLinks {
    public static final GpuLinks NONE = new GpuLinks(new int[0][0]);

    private final int[][] weights;

    private GpuLinks(int[][] weights) {
        this.weights = weights;
    }

    /** @throws IllegalArgumentException if it is no symmetric square of up to 64 rows */
    public static GpuLinks of(int[][] weights) {
        int[][] copy = Arrays.stream(weights).map(int[]::clone).toArray(int[][]::new);
        if (copy.length > GpuSet.MOST) {
            throw new IllegalArgumentException("gpus=" + copy.length + " > " + GpuSet.MOST + ": no host has so many");
        }
        for (int a = 0; a < copy.length; a++) {
            if (copy[a].length != copy.length) {
                throw new IllegalArgumentException("links of GPU " + a + ": " + copy[a].length + " of " + copy.length);
            }
            for (int b = 0; b < a; b++) {
                if (copy[a][b] != copy[b][a]) {
                    throw new IllegalArgumentException(
                            "links between GPUs %d and %d: %d one way, %d the other; give the same"
                                    .formatted(b, a, copy[b][a], copy[a][b]));
                }
            }
        }
        return copy.length == 0 ? NONE : new GpuLinks(copy);
    }

    /** Each joined with each alike. */
    public static GpuLinks uniform(int count, int weight) {
        int[] row = IntStream.generate(() -> weight).limit(count).toArray();
        return of(IntStream.range(0, count).mapToObj(_ -> row).toArray(int[][]::new));
    }

    public int count() {
        return weights.length;
    }

    public int weight(int one, int other) {
        return weights[one][other];
    }
}
