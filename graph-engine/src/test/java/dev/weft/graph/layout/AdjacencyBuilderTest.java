package dev.weft.graph.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.graph.source.EdgeBag;
import dev.weft.runtime.ChunkBody;
import dev.weft.runtime.Ids;
import dev.weft.runtime.ThreadTeam;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** So many entries that they go into lists in several portions, from several threads' chunks. */
class AdjacencyBuilderTest {
    private static final int EDGES = 2_500_000;
    private static final int VERTICES = 50_000;
    private static final int WEIGHTS = 300;

    @ParameterizedTest
    @CsvSource({"false, false, 1", "false, true, 3", "true, false, 3", "true, true, 2"})
    void everyEntryOfManyIsInItsList(boolean directed, boolean weighted, int threads) {
        var bag = ManyEdges.of(threads, directed, weighted);
        Topology topology = Layout.of(bag, Workers.alone(), new Threads(threads), (_, _) -> {});
        assertThat(entries(topology, topology.in())).isEqualTo(bag.expected(topology.internalIds(), true));
        if (directed) {
            assertThat(entries(topology, topology.out())).isEqualTo(bag.expected(topology.internalIds(), false));
        }
    }

    private static long key(int vertex, int neighbour, double weight) {
        return ((long) vertex * VERTICES + neighbour) * WEIGHTS + (long) weight;
    }

    /** Ascending if lists are where and what they should be. */
    private static long[] entries(Topology topology, Adjacency adjacency) {
        var entries = new long[Math.toIntExact(adjacency.entries(0, topology.partitionCount()))];
        int next = 0;
        for (int p = 0; p < topology.partitionCount(); p++) {
            int first = topology.partitionStart(p);
            for (int v = first; v < topology.partitionStart(p + 1); v++) {
                assertThat(adjacency.offsets(p)[v - first + 1] - adjacency.offsets(p)[v - first])
                        .isEqualTo(adjacency.degrees()[v]);
                for (int e = adjacency.offsets(p)[v - first]; e < adjacency.offsets(p)[v - first + 1]; e++) {
                    double weight = topology.weighted() ? adjacency.weights(p).at(e) : 0;
                    entries[next++] = key(v, adjacency.neighbours(p)[e], weight);
                }
            }
        }
        return entries;
    }

    /** In blocks of unequal size, an empty one and one that is most of the graph among them; some vertices are in many edges. */
    private record ManyEdges(long[][] blocks, double[][] values, boolean directed, boolean weighted)
            implements EdgeBag {
        static ManyEdges of(int seed, boolean directed, boolean weighted) {
            var random = new SplittableRandom(seed);
            int[] sizes = {1, 0, 70_000, EDGES - 400_001, 330_000};
            var blocks = new long[sizes.length][];
            var values = new double[sizes.length][];
            for (int b = 0; b < sizes.length; b++) {
                blocks[b] = random.longs(sizes[b])
                        .map(_ -> EdgeBag.edge(vertex(random), random.nextInt(VERTICES)))
                        .toArray();
                values[b] =
                        random.doubles(sizes[b], 0, WEIGHTS).map(Math::floor).toArray();
            }
            return new ManyEdges(blocks, values, directed, weighted);
        }

        private static int vertex(SplittableRandom random) {
            return (int) (VERTICES * Math.pow(random.nextDouble(), 4));
        }

        long[] expected(int[] internal, boolean inward) {
            var keys = new long[2 * EDGES];
            int count = 0;
            for (int b = 0; b < blocks.length; b++) {
                for (int i = 0; i < blocks[b].length; i++) {
                    int source = internal[EdgeBag.source(blocks[b][i])];
                    int target = internal[EdgeBag.target(blocks[b][i])];
                    double weight = weighted ? values[b][i] : 0;
                    if (inward || !directed) {
                        keys[count++] = key(target, source, weight);
                    }
                    if (!inward || !directed && source != target) {
                        keys[count++] = key(source, target, weight);
                    }
                }
            }
            long[] expected = Arrays.copyOf(keys, count);
            Arrays.sort(expected);
            return expected;
        }

        @Override
        public Ids ids() {
            return new PositionIds(VERTICES);
        }

        @Override
        public EdgeBag withAllIds(Ids all) {
            return this;
        }

        @Override
        public long edgeCount() {
            return EDGES;
        }

        @Override
        public int blockCount() {
            return blocks.length;
        }

        @Override
        public MemorySegment block(int index) {
            return MemorySegment.ofArray(blocks[index]);
        }

        @Override
        public MemorySegment weights(int index) {
            return weighted ? MemorySegment.ofArray(values[index]) : MemorySegment.NULL;
        }

        @Override
        public void close() {}
    }

    private record Threads(int size) implements ThreadTeam {
        @Override
        public void forEachChunk(int chunks, ChunkBody body) {
            var next = new AtomicInteger();
            var all = new CompletableFuture<?>[size];
            for (int t = 0; t < size; t++) {
                int thread = t;
                all[t] = CompletableFuture.runAsync(
                        () -> {
                            for (int chunk = next.getAndIncrement(); chunk < chunks; chunk = next.getAndIncrement()) {
                                body.run(chunk, thread);
                            }
                        },
                        task -> Thread.ofPlatform().start(task));
            }
            CompletableFuture.allOf(all).join();
        }
    }
}
