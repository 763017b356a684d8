package dev.weft.graph;

import java.util.Random;

/** Small graphs of many shapes from a seed. */
public final class RandomEdges {
    private static final int SHAPES = 9;

    private RandomEdges() {}

    /** The shape is {@code seed % 9}; each has its own number of vertices, 1 to about 300, and ids that are not their positions. */
    public static Edges of(int seed) {
        var random = new Random(seed);
        int n = 1 + random.nextInt(300);
        boolean directed = random.nextBoolean();
        return switch (seed % SHAPES) {
            case 0 -> edges(random, n, 0, directed);
            case 1 -> edges(random, 1, random.nextInt(3), directed);
            case 2 -> edges(random, n, 4 * n, directed);
            case 3 -> edges(random, n, n / 2, directed);
            case 4 -> star(random, n, directed);
            case 5 -> path(random, n, directed);
            case 6 -> edges(random, 1 + n / 20, 4 * n, directed);
            case 7 -> skewed(random, n, 6 * n, directed);
            default -> edges(random, 2 + random.nextInt(8), 1 + random.nextInt(5), directed);
        };
    }

    private static Edges edges(Random random, int n, int m, boolean directed) {
        long[] ids = ids(random, n);
        var sources = new long[m];
        var targets = new long[m];
        for (int i = 0; i < m; i++) {
            sources[i] = ids[random.nextInt(n)];
            targets[i] = ids[random.nextInt(n)];
        }
        return new Edges(sources, targets, ids, directed);
    }

    private static Edges skewed(Random random, int n, int m, boolean directed) {
        long[] ids = ids(random, n);
        var sources = new long[m];
        var targets = new long[m];
        for (int i = 0; i < m; i++) {
            sources[i] = ids[(int) (n * Math.pow(random.nextDouble(), 4))];
            targets[i] = ids[(int) (n * Math.pow(random.nextDouble(), 2))];
        }
        return new Edges(sources, targets, ids, directed);
    }

    private static Edges star(Random random, int n, boolean directed) {
        long[] ids = ids(random, n + 1);
        var sources = new long[n];
        var targets = new long[n];
        for (int i = 0; i < n; i++) {
            sources[i] = ids[0];
            targets[i] = ids[i + 1];
        }
        return directed ? Edges.directed(sources, targets) : Edges.undirected(sources, targets);
    }

    private static Edges path(Random random, int n, boolean directed) {
        long[] ids = ids(random, n + 1);
        var sources = new long[n];
        var targets = new long[n];
        for (int i = 0; i < n; i++) {
            sources[i] = ids[i];
            targets[i] = ids[i + 1];
        }
        return directed ? Edges.directed(sources, targets) : Edges.undirected(sources, targets);
    }

    private static long[] ids(Random random, int n) {
        long[] ids = random.longs(-1_000_000_007L, 1_000_000_007L)
                .distinct()
                .limit(n)
                .toArray();
        if (random.nextInt(4) == 0) {
            ids[0] = Long.MAX_VALUE - random.nextInt(2);
        }
        return ids;
    }
}
