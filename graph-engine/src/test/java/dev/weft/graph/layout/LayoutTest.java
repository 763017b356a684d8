package dev.weft.graph.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.graph.source.EdgeBag;
import dev.weft.runtime.ChunkBody;
import dev.weft.runtime.Ids;
import dev.weft.runtime.ThreadTeam;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LayoutTest {
    @Test
    void internalIdsFallInDegreeAndTiesAscendInId() {
        for (int seed = 0; seed < 50; seed++) {
            var bag = RandomBag.of(seed);
            Topology topology = Layout.of(bag, Workers.alone(), new Solo(), (_, _) -> {});
            int[] degrees = bag.degrees();
            int[] positions = DegreeOrder.inverse(topology.internalIds());
            assertThat(IntStream.of(positions).sorted().toArray())
                    .as("seed=" + seed)
                    .isEqualTo(IntStream.range(0, degrees.length).toArray());
            for (int v = 1; v < positions.length; v++) {
                int before = degrees[positions[v - 1]];
                int here = degrees[positions[v]];
                assertThat(before > here || before == here && positions[v - 1] < positions[v])
                        .as("seed=" + seed + " v=" + v)
                        .isTrue();
            }
        }
    }

    @Test
    void adjacencyHoldsEveryEdgeOnceInEachDirectionSorted() {
        for (int seed = 0; seed < 50; seed++) {
            var bag = RandomBag.of(seed);
            Topology topology = Layout.of(bag, Workers.alone(), new Solo(), (_, _) -> {});
            int[] internal = topology.internalIds();
            int n = internal.length;
            long[] expectedIn = new long[n * n];
            long[] expectedOut = new long[n * n];
            for (long edge : bag.edges) {
                int source = internal[EdgeBag.source(edge)];
                int target = internal[EdgeBag.target(edge)];
                expectedIn[target * n + source]++;
                expectedOut[source * n + target]++;
                if (!bag.directed() && source != target) {
                    expectedIn[source * n + target]++;
                    expectedOut[target * n + source]++;
                }
            }
            assertThat(entries(topology, topology.in())).as("seed=" + seed).isEqualTo(expectedIn);
            assertThat(entries(topology, topology.out())).as("seed=" + seed).isEqualTo(expectedOut);
            assertThat(topology.in() == topology.out()).isEqualTo(!bag.directed());
        }
    }

    private static long[] entries(Topology topology, Adjacency adjacency) {
        int n = topology.vertexCount();
        var entries = new long[n * n];
        for (int p = 0; p < topology.partitionCount(); p++) {
            int start = topology.partitionStart(p);
            for (int i = 0; i < topology.partitionStart(p + 1) - start; i++) {
                int from = adjacency.offsets(p)[i];
                int to = adjacency.offsets(p)[i + 1];
                assertThat(to - from).isEqualTo(adjacency.degrees()[start + i]);
                for (int e = from; e < to; e++) {
                    assertThat(e == from
                                    || adjacency.neighbours(p)[e - 1]
                                            <= adjacency.neighbours(p)[e])
                            .isTrue();
                    entries[(start + i) * n + adjacency.neighbours(p)[e]]++;
                }
            }
        }
        return entries;
    }

    @Test
    void partitionsCoverAllVerticesAndWeighAboutTheSame() {
        var random = new Random(1);
        for (int n : new int[] {1, 2, 63, 64, 65, 1000, 300_000}) {
            int[] degrees = IntStream.range(0, n).map(_ -> random.nextInt(40)).toArray();
            int[] starts = Partitioning.starts(degrees);
            assertThat(starts.length - 1).isEqualTo(Partitioning.partitionCount(n));
            assertThat(starts[0]).isZero();
            assertThat(starts[starts.length - 1]).isEqualTo(n);
            assertThat(starts).isSorted();
            long total = Arrays.stream(degrees).sum() + (long) n * Partitioning.VERTEX_WEIGHT;
            for (int p = 0; p + 1 < starts.length; p++) {
                long weight = Arrays.stream(degrees, starts[p], starts[p + 1]).sum()
                        + (long) (starts[p + 1] - starts[p]) * Partitioning.VERTEX_WEIGHT;
                assertThat(weight)
                        .isLessThanOrEqualTo(total / (starts.length - 1) + 2 * (40 + Partitioning.VERTEX_WEIGHT));
            }
        }
    }

    @Test
    void partitionCountIsAPowerOfTwoWithinItsLimits() {
        assertThat(Partitioning.partitionCount(0)).isEqualTo(64);
        assertThat(Partitioning.partitionCount(262_144)).isEqualTo(64);
        assertThat(Partitioning.partitionCount(262_145)).isEqualTo(128);
        assertThat(Partitioning.partitionCount(4_194_304)).isEqualTo(1024);
        assertThat(Partitioning.partitionCount(Integer.MAX_VALUE)).isEqualTo(4096);
    }

    /** A bag in one block, positions as ids. */
    private record RandomBag(int vertices, boolean directed, long[] edges) implements EdgeBag {
        static RandomBag of(int seed) {
            var random = new Random(seed);
            int n = 1 + random.nextInt(60);
            long[] edges = random.longs(random.nextInt(300), 0, Long.MAX_VALUE)
                    .map(_ -> EdgeBag.edge(random.nextInt(n), (int) (n * Math.pow(random.nextDouble(), 3))))
                    .toArray();
            return new RandomBag(n, random.nextBoolean(), edges);
        }

        int[] degrees() {
            var degrees = new int[vertices];
            for (long edge : edges) {
                degrees[EdgeBag.target(edge)]++;
                if (directed || EdgeBag.source(edge) != EdgeBag.target(edge)) {
                    degrees[EdgeBag.source(edge)]++;
                }
            }
            return degrees;
        }

        @Override
        public Ids ids() {
            return new PositionIds(vertices);
        }

        @Override
        public EdgeBag withAllIds(Ids all) {
            return this;
        }

        @Override
        public long edgeCount() {
            return edges.length;
        }

        @Override
        public int blockCount() {
            return 1;
        }

        @Override
        public MemorySegment block(int index) {
            return MemorySegment.ofArray(edges);
        }

        @Override
        public void close() {}
    }

    private record Solo() implements ThreadTeam {
        @Override
        public int size() {
            return 1;
        }

        @Override
        public void forEachChunk(int chunks, ChunkBody body) {
            for (int i = 0; i < chunks; i++) {
                body.run(i, 0);
            }
        }
    }
}
