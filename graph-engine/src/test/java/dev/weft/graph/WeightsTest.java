package dev.weft.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.collectives.Placement;
import dev.weft.graph.layout.Adjacency;
import dev.weft.graph.layout.Topology;
import dev.weft.graph.layout.Weights;
import dev.weft.runtime.JobResult;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.Kept;
import dev.weft.runtime.rank.Attempt;
import dev.weft.runtime.testing.ThreadRanks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Weights from memory to a rank's fragment: each at its edge, in the narrowest form, on any number of workers, ranks and threads. */
@Timeout(120)
class WeightsTest {
    @TempDir
    Path folder;

    /** What weights there are decides how they are held. */
    enum Kind {
        BYTES(EdgeWeights.Bytes.class) {
            @Override
            DoubleSupplier from(Random random) {
                return () -> random.nextInt(256);
            }
        },
        INTS(EdgeWeights.Ints.class) {
            @Override
            DoubleSupplier from(Random random) {
                double[] some = {-1, 256, Integer.MIN_VALUE, Integer.MAX_VALUE, 0, 1, 255};
                return () -> some[random.nextInt(some.length)];
            }
        },
        DOUBLES(EdgeWeights.Doubles.class) {
            @Override
            DoubleSupplier from(Random random) {
                double[] some = {0.5, -0.5, -0.0, 0, 1, Double.MAX_VALUE, -Double.MAX_VALUE, Double.MIN_VALUE, 0x1p31};
                return () -> some[random.nextInt(some.length)];
            }
        };

        final Class<? extends EdgeWeights> form;

        Kind(Class<? extends EdgeWeights> form) {
            this.form = form;
        }

        abstract DoubleSupplier from(Random random);
    }

    private static Edges weighted(Edges edges, DoubleSupplier weight) {
        var weights = new double[edges.sources().length];
        Arrays.setAll(weights, _ -> weight.getAsDouble());
        return new Edges(edges.sources(), edges.targets(), edges.vertices(), edges.directed(), weights);
    }

    /** As {@code source target weight}, every entry of the adjacency in this direction; sorted. */
    private static List<String> expected(Edges edges, boolean out) {
        var entries = new ArrayList<String>();
        for (int i = 0; i < edges.sources().length; i++) {
            long source = edges.sources()[i];
            long target = edges.targets()[i];
            double weight = edges.weights()[i] + 0.0;
            entries.add(out ? entry(source, target, weight) : entry(target, source, weight));
            if (!edges.directed() && source != target) {
                entries.add(out ? entry(target, source, weight) : entry(source, target, weight));
            }
        }
        Collections.sort(entries);
        return entries;
    }

    private static String entry(long vertex, long neighbour, double weight) {
        return vertex + " " + neighbour + " " + weight;
    }

    /** What all ranks see, and that the order of neighbours and weights is the promised one. */
    private static void collect(Fragment fragment, boolean out, ConcurrentLinkedQueue<String> entries) {
        for (int p = fragment.firstPartition(); p < fragment.endPartition(); p++) {
            int[] offsets = out ? fragment.outOffsets(p) : fragment.inOffsets(p);
            int[] neighbours = out ? fragment.outNeighbours(p) : fragment.inNeighbours(p);
            EdgeWeights weights = out ? fragment.outWeights(p) : fragment.inWeights(p);
            for (int i = 0; i + 1 < offsets.length; i++) {
                for (int e = offsets[i]; e < offsets[i + 1]; e++) {
                    if (e > offsets[i]) {
                        assertThat(neighbours[e - 1]).isLessThanOrEqualTo(neighbours[e]);
                        assertThat(neighbours[e - 1] < neighbours[e] || weights.at(e - 1) <= weights.at(e))
                                .isTrue();
                    }
                    entries.add(entry(
                            fragment.globalId(fragment.partitionStart(p) + i),
                            fragment.globalId(neighbours[e]),
                            weights.at(e)));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void everyEdgeKeepsItsWeightInTheNarrowestForm(Kind kind) {
        for (int seed = 0; seed < 60; seed++) {
            Edges edges = weighted(RandomEdges.of(seed), kind.from(new Random(seed)));
            Placement placement = seed % 3 == 0 ? Placement.together(1 + seed % 4) : RandomPlacement.of(seed);
            var out = new ConcurrentLinkedQueue<String>();
            var in = new ConcurrentLinkedQueue<String>();
            var spec = JobSpec.of("test", () -> rank -> {
                        Graph graph = Graph.load(rank);
                        assertThat(graph.weighted()).isEqualTo(edges.weighted());
                        if (graph.weighted()) {
                            Fragment fragment = graph.fragment();
                            collect(fragment, true, out);
                            collect(fragment, false, in);
                        }
                    })
                    .ranks(placement.ranks())
                    .threads(1 + seed % 3)
                    .args(Map.of("graph", edges));
            ThreadRanks.run(spec, placement);
            String context = "seed=" + seed + " " + placement;
            assertThat(out.stream().sorted().toList()).as(context).isEqualTo(expected(edges, true));
            assertThat(in.stream().sorted().toList()).as(context).isEqualTo(expected(edges, false));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 255, Bytes",
        "0, -0.0, Bytes",
        "0, 256, Ints",
        "1, -1, Ints",
        "-2147483648, 2147483647, Ints",
        "0, 2147483648, Doubles",
        "7, 0.5, Doubles",
        "255, 1e300, Doubles"
    })
    void oneWeightDecidesTheFormOnAllWorkers(double usual, double odd, String form) {
        int n = 2000;
        var sources = new long[n];
        var targets = new long[n];
        Arrays.setAll(sources, i -> i);
        Arrays.setAll(targets, i -> i + 1);
        var weights = new double[n];
        Arrays.fill(weights, usual);
        weights[n - 1] = odd;
        for (Placement placement : List.of(Placement.together(2), Placement.of(1, 2), Placement.of(1, 1, 1))) {
            var spec = JobSpec.of("test", () -> rank -> {
                        Fragment fragment = Graph.load(rank).fragment();
                        for (int p = fragment.firstPartition(); p < fragment.endPartition(); p++) {
                            assertThat(fragment.outWeights(p).getClass().getSimpleName())
                                    .isEqualTo(form);
                        }
                    })
                    .ranks(placement.ranks())
                    .args(Map.of("graph", Edges.directed(sources, targets, weights)));
            ThreadRanks.run(spec, placement);
        }
    }

    private static List<Topology> topologies(
            Edges edges, Placement placement, int threads, List<Kept> kept, Optional<Path> jobFolder) {
        JobSpec spec = JobSpec.of("test", () -> Graph::load)
                .ranks(placement.ranks())
                .threads(threads)
                .args(Map.of("graph", edges));
        boolean hadParts = jobFolder.filter(Files::exists).isPresent();
        List<Attempt> workers = ThreadRanks.workers(spec, placement, kept, jobFolder);
        JobResult _ = ThreadRanks.run(workers);
        for (Attempt worker : workers) {
            assertThat(worker.share().measures().getFirst().sizes().bytesRead() > 0)
                    .as("read from parts")
                    .isEqualTo(hadParts);
        }
        return topologies(kept, "graph/argument");
    }

    private static void assertPart(Topology topology, Adjacency part, Adjacency whole, String context) {
        for (int p = topology.held().first(); p < topology.held().end(); p++) {
            assertThat(part.neighbours(p)).as(context).isEqualTo(whole.neighbours(p));
            for (int e = 0; e < whole.neighbours(p).length; e++) {
                assertThat(part.weights(p).at(e))
                        .as(context)
                        .isEqualTo(whole.weights(p).at(e));
            }
            assertThat(part.weights(p)).as(context).hasSameClassAs(whole.weights(p));
        }
    }

    /** Enough edges for several rounds between workers. */
    private static Edges many(Kind kind, boolean directed) {
        var random = new Random(kind.name().length());
        int edges = 300_000;
        long[] sources = random.longs(edges, 0, 500).toArray();
        long[] targets = random.longs(edges, 0, 2000).toArray();
        return weighted(new Edges(sources, targets, new long[0], directed), kind.from(random));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void workersThreadsAndPartsGiveTheSameTopology(Kind kind) {
        Edges edges = many(kind, kind == Kind.INTS);
        Topology whole = topologies(
                        edges, Placement.together(1), 1, ThreadRanks.newKept(Placement.together(1)), Optional.empty())
                .getFirst();
        for (Placement placement : List.of(Placement.together(2), Placement.of(1, 2), Placement.of(1, 1, 1))) {
            Optional<Path> jobFolder = Optional.of(folder.resolve(kind + "-" + placement.workers()));
            for (int attempt = 0; attempt < 2; attempt++) {
                List<Kept> kept = ThreadRanks.newKept(placement);
                for (Topology part : topologies(edges, placement, 2, kept, jobFolder)) {
                    String context = placement + " attempt=" + attempt;
                    assertThat(part.weighted()).isTrue();
                    assertThat(part.internalIds()).as(context).isEqualTo(whole.internalIds());
                    assertPart(part, part.out(), whole.out(), context);
                    assertPart(part, part.in(), whole.in(), context);
                }
            }
        }
    }

    /** The same weights for any number of threads and workers, from a generator. */
    @Test
    void generatedWeightsAreTheSame() {
        Map<String, String> args = Map.of("graph", "kronecker:scale=12,degree=8,seed=3,weights=1..255");
        Topology whole = topologies(args, Placement.together(1)).getFirst();
        for (Placement placement : List.of(Placement.together(2), Placement.of(1, 2), Placement.of(1, 1, 1))) {
            for (Topology part : topologies(args, placement)) {
                assertPart(part, part.out(), whole.out(), placement.toString());
                assertThat(part.out().weights(0)).isInstanceOf(Weights.Bytes.class);
            }
        }
    }

    private static List<Topology> topologies(Map<String, String> args, Placement placement) {
        List<Kept> kept = ThreadRanks.newKept(placement);
        JobSpec spec = JobSpec.of("test", () -> Graph::load)
                .ranks(placement.ranks())
                .threads(2)
                .args(args);
        JobResult _ = ThreadRanks.run(ThreadRanks.workers(spec, placement, kept, Optional.empty()));
        return topologies(kept, "graph/" + args.get("graph"));
    }

    private static List<Topology> topologies(List<Kept> kept, String key) {
        return kept.stream()
                .map(each -> each.<Optional<Topology>>get(key).orElseThrow().orElseThrow())
                .toList();
    }

    @Test
    void edgesCheckTheirWeights() {
        long[] two = {1, 2};
        assertThatThrownBy(() -> Edges.directed(two, two, new double[3]))
                .hasMessageContaining("weights.length=3 != sources.length=2");
        assertThatThrownBy(() -> Edges.undirected(two, two, new double[] {0, Double.NaN}))
                .hasMessageContaining("weights[1]=NaN is not finite");
        assertThatThrownBy(() -> Edges.undirected(two, two, new double[] {Double.NEGATIVE_INFINITY, 1}))
                .hasMessageContaining("weights[0]=-Infinity is not finite");
        assertThat(Edges.directed(two, two).with(3).weighted()).isFalse();
        assertThat(Edges.directed(two, two, new double[] {1, 2}).with(3).weights())
                .containsExactly(1, 2);
    }

    @Test
    void aGraphWithoutWeightsSaysSo() {
        ThreadRanks.run(1, 1, () -> rank -> {
            Graph graph = Graph.of(rank, Edges.directed(new long[] {1}, new long[] {2}));
            assertThat(graph.weighted()).isFalse();
            assertThatThrownBy(() -> graph.fragment().outWeights(0))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("--weighted");
        });
    }
}
