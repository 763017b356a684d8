package dev.weft.graph.algorithms;

import dev.weft.graph.Edges;
import dev.weft.graph.RandomEdges;
import dev.weft.graph.benchmark.TrialGraph;
import dev.weft.graph.source.GraphOptions;
import java.util.Random;

/**
 * A small graph from a seed: of one of the generators, or of an odd shape ({@link RandomEdges}), which every other one is.
 *
 * @param argument a job's {@code graph}
 * @param read as verifiers read it
 */
record RandomGraph(Object argument, TrialGraph read) {
    static final int GENERATORS = 7;

    /** A seed that gives a graph of this generator. */
    static int seedOfGenerator(int generator) {
        return 2 * generator + 1;
    }

    static RandomGraph of(int seed, boolean weighted) {
        var random = new Random(seed);
        if (seed % 2 == 0) {
            Edges edges = RandomEdges.of(seed / 2);
            return of(weighted ? AlgorithmsTest.weighted(edges, random) : edges);
        }
        String spec = spec(seed / 2 % GENERATORS, seed, random) + (weighted ? ",weights=" + weights(random) : "");
        return new RandomGraph(spec, TrialGraph.read(spec, GraphOptions.NONE.weighted(weighted)));
    }

    private static RandomGraph of(Edges edges) {
        int edgeCount = edges.sources().length;
        return new RandomGraph(
                edges, new TrialGraph("edges", GraphOptions.NONE, edgeCount, Serial.of(edges), Serial.ids(edges)));
    }

    private static String spec(int kind, int seed, Random random) {
        return switch (kind) {
            case 0 ->
                "kronecker:scale=%d,degree=%d,seed=%d".formatted(1 + random.nextInt(8), 1 + random.nextInt(16), seed);
            case 1 ->
                "uniform:vertices=%d,degree=%d,seed=%d".formatted(2 + random.nextInt(300), 1 + random.nextInt(8), seed);
            case 2 -> "grid:rows=%d,columns=%d".formatted(1 + random.nextInt(20), 1 + random.nextInt(20));
            case 3 -> "ring:vertices=%d".formatted(3 + random.nextInt(300));
            case 4 -> "star:vertices=%d".formatted(1 + random.nextInt(300));
            case 5 -> "complete:vertices=%d".formatted(1 + random.nextInt(40));
            default ->
                "smallworld:vertices=%d,degree=%d,rewire=%s,seed=%d"
                        .formatted(
                                9 + random.nextInt(300),
                                2 * (1 + random.nextInt(4)),
                                new String[] {"0", "0.1", "1"}[random.nextInt(3)],
                                seed);
        };
    }

    private static String weights(Random random) {
        return random.nextBoolean() ? "1..255" : "0..3";
    }
}
