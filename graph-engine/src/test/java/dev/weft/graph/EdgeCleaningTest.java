package dev.weft.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.collectives.Placement;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.UsageException;
import dev.weft.runtime.testing.ThreadRanks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Duplicates and self-loops by every policy: the graph is that of the edges which a plain reference leaves, in every respect. */
@Timeout(120)
class EdgeCleaningTest {

    private record Ends(long source, long target) {}

    /** What stays, in any order. */
    private static Edges reference(Edges edges, String duplicates, boolean keepsLoops) {
        var weights = new HashMap<Ends, List<Double>>();
        for (int i = 0; i < edges.sources().length; i++) {
            long source = edges.sources()[i];
            long target = edges.targets()[i];
            if (!keepsLoops && source == target) {
                continue;
            }
            Ends ends = edges.directed() || source < target ? new Ends(source, target) : new Ends(target, source);
            double weight = edges.weighted() ? edges.weights()[i] + 0.0 : 0;
            weights.computeIfAbsent(ends, _ -> new ArrayList<>()).add(weight);
        }
        weights.values().forEach(each -> each.sort(null));
        weights.replaceAll((_, each) -> switch (duplicates) {
            case "drop" -> each.subList(0, 1);
            case "sum" -> List.of(inOrder(each));
            default -> each;
        });
        return edges(edges, weights);
    }

    private static double inOrder(List<Double> sorted) {
        double sum = 0;
        for (double weight : sorted) {
            sum += weight;
        }
        return sum;
    }

    private static Edges edges(Edges original, Map<Ends, List<Double>> weights) {
        int count = weights.values().stream().mapToInt(List::size).sum();
        var sources = new long[count];
        var targets = new long[count];
        var all = new double[count];
        int next = 0;
        for (Map.Entry<Ends, List<Double>> entry : weights.entrySet()) {
            for (double weight : entry.getValue()) {
                sources[next] = entry.getKey().source;
                targets[next] = entry.getKey().target;
                all[next++] = weight;
            }
        }
        long[] vertices =
                Arrays.copyOf(original.vertices(), original.vertices().length + 2 * original.sources().length);
        System.arraycopy(original.sources(), 0, vertices, original.vertices().length, original.sources().length);
        System.arraycopy(
                original.targets(),
                0,
                vertices,
                original.vertices().length + original.sources().length,
                original.targets().length);
        return new Edges(sources, targets, vertices, original.directed(), original.weighted() ? all : new double[0]);
    }

    private static Edges random(int seed) {
        var random = new Random(seed);
        Edges shape = RandomEdges.of(seed);
        int few = 1 + random.nextInt(12);
        boolean narrow = random.nextInt(3) > 0;
        long[] sources = narrow ? fold(shape.sources(), few) : shape.sources();
        long[] targets = narrow ? fold(shape.targets(), few) : shape.targets();
        long[] vertices = narrow ? new long[] {few} : shape.vertices();
        double[] weights = random.nextInt(4) == 0 ? new double[0] : weights(random, sources.length);
        return new Edges(sources, targets, vertices, shape.directed(), weights);
    }

    private static long[] fold(long[] ids, int few) {
        return Arrays.stream(ids).map(id -> Math.floorMod(id, few)).toArray();
    }

    private static double[] weights(Random random, int count) {
        double[] some = {0.1, 0.2, 0.3, 1e16, -1e16, 1, -0.0, 5};
        boolean whole = random.nextBoolean();
        var weights = new double[count];
        Arrays.setAll(weights, _ -> whole ? random.nextInt(100) : some[random.nextInt(some.length)]);
        return weights;
    }

    /** For each virtual partition all that a rank sees of it, and for -1 the counts. */
    private static Map<Integer, String> seen(Map<String, ?> args, Placement placement, int threads) {
        var seen = new ConcurrentSkipListMap<Integer, String>();
        var spec = JobSpec.of("test", () -> rank -> {
                    Graph graph = Graph.load(rank);
                    Fragment fragment = graph.fragment();
                    seen.put(-1, graph.vertexCount() + " " + graph.edgeCount() + " " + graph.weighted());
                    for (int p = fragment.firstPartition(); p < fragment.endPartition(); p++) {
                        seen.put(p, partition(fragment, p));
                    }
                })
                .ranks(placement.ranks())
                .threads(threads)
                .args(args);
        ThreadRanks.run(spec, placement);
        return new TreeMap<>(seen);
    }

    private static String partition(Fragment fragment, int p) {
        var text = new StringBuilder();
        for (int v = fragment.partitionStart(p); v < fragment.partitionStart(p + 1); v++) {
            text.append(fragment.globalId(v)).append(' ');
        }
        text.append(Arrays.toString(fragment.outOffsets(p)));
        text.append(Arrays.toString(fragment.outNeighbours(p))).append(Arrays.toString(fragment.inNeighbours(p)));
        for (int e = 0; fragment.weighted() && e < fragment.outNeighbours(p).length; e++) {
            text.append(' ').append(fragment.outWeights(p).at(e));
        }
        for (int e = 0; fragment.weighted() && e < fragment.inNeighbours(p).length; e++) {
            text.append(' ').append(fragment.inWeights(p).at(e));
        }
        return text.toString();
    }

    private static Map<String, Object> args(Edges edges, String duplicates, boolean keepsLoops) {
        return Map.of("graph", edges, "duplicates", duplicates, "self-loops", keepsLoops ? "keep" : "drop");
    }

    @ParameterizedTest
    @CsvSource({"keep, false", "drop, true", "drop, false", "sum, true", "sum, false", "keep, true"})
    void whatStaysIsWhatTheReferenceLeaves(String duplicates, boolean keepsLoops) {
        staysWhatTheReferenceLeaves(duplicates, keepsLoops, 120);
    }

    @Tag("long")
    @Timeout(600)
    @ParameterizedTest
    @CsvSource({"keep, false", "drop, true", "drop, false", "sum, true", "sum, false", "keep, true"})
    void whatStaysOfManyGraphsIsWhatTheReferenceLeaves(String duplicates, boolean keepsLoops) {
        staysWhatTheReferenceLeaves(duplicates, keepsLoops, 2_000);
    }

    private static void staysWhatTheReferenceLeaves(String duplicates, boolean keepsLoops, int graphs) {
        for (int seed = 0; seed < graphs; seed++) {
            Edges edges = random(seed);
            boolean adds = duplicates.equals("sum");
            if (edges.sources().length == 0 || adds && !edges.weighted()) {
                continue;
            }
            Placement placement = seed % 5 == 0 ? RandomPlacement.of(seed) : Placement.together(1 + seed % 2);
            Edges cleaned = reference(edges, duplicates, keepsLoops);
            Map<Integer, String> expected = seen(Map.of("graph", cleaned), Placement.together(1), 1);
            if (cleaned.sources().length == 0 && edges.weighted()) {
                expected.put(-1, String.valueOf(expected.get(-1)).replace("false", "true"));
            }
            assertThat(seen(args(edges, duplicates, keepsLoops), placement, 1 + seed % 2))
                    .as("seed=" + seed + " " + placement)
                    .isEqualTo(expected);
        }
    }

    /** Several rounds between workers, many buckets, and an edge that stands there very often. */
    @ParameterizedTest
    @CsvSource({"drop, true", "drop, false", "sum, true", "sum, false"})
    void manyEdgesAreTheSameOnAnyNumberOfWorkers(String duplicates, boolean directed) {
        var random = new Random(4);
        int count = 400_000;
        long[] sources = random.longs(count, 0, 1000).toArray();
        long[] targets = random.longs(count, 0, 1000).toArray();
        Arrays.fill(sources, 0, 50_000, 7);
        Arrays.fill(targets, 0, 50_000, 8);
        double[] weights = random.doubles(count).toArray();
        var edges = new Edges(sources, targets, new long[0], directed, weights);
        Map<Integer, String> expected =
                seen(Map.of("graph", reference(edges, duplicates, false)), Placement.together(1), 1);
        for (Placement placement : List.of(Placement.together(2), Placement.of(1, 2, 1))) {
            assertThat(seen(args(edges, duplicates, false), placement, 2))
                    .as(placement.toString())
                    .isEqualTo(expected);
        }
    }

    private static void assertRefused(Map<String, ?> args, String message) {
        for (Placement placement : List.of(Placement.together(1), Placement.of(1, 1))) {
            assertThatThrownBy(() -> seen(args, placement, 1))
                    .as(placement.toString())
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining(message);
        }
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        Edges plain = Edges.undirected(new long[] {1, 1}, new long[] {2, 2});
        assertRefused(args(plain, "sum", true), "have none: read weights (--weighted), or give --duplicates drop");
        assertRefused(args(plain, "merge", true), "duplicates=merge is unknown: give keep, drop or sum");
        assertRefused(Map.of("graph", plain, "self-loops", "sum"), "self-loops=sum is unknown: give keep or drop");
        var large = new double[] {Double.MAX_VALUE, Double.MAX_VALUE};
        Edges huge = Edges.undirected(new long[] {1, 2}, new long[] {2, 1}, large);
        assertRefused(args(huge, "sum", true), "the weights of the edges from 1 to 2 add up to Infinity");
    }

    @Test
    void anEdgeInEitherDirectionIsTheSameUndirectedOne() {
        Edges both = Edges.undirected(new long[] {1, 2, 5}, new long[] {2, 1, 5}, new double[] {3, 2, 1});
        assertThat(seen(args(both, "drop", false), Placement.together(1), 1)).containsEntry(-1, "3 1 true");
        Edges directed = Edges.directed(both.sources(), both.targets(), both.weights());
        assertThat(seen(args(directed, "drop", false), Placement.together(1), 1))
                .containsEntry(-1, "3 2 true");
    }
}
