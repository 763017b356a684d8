package dev.weft.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.runtime.JobResult;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.Program;
import dev.weft.runtime.Rank;
import dev.weft.runtime.Shares;
import dev.weft.runtime.testing.ThreadRanks;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a fragment tells workers of each other, on seeded random graphs: every rank checks what it sees. */
@Timeout(120)
class FragmentTest {
    private static final int GRAPHS = 100;

    /** On one worker with several ranks, then on several workers. */
    private static void run(int seed, Supplier<Program> program) {
        Map<String, ?> args = Map.of("graph", RandomEdges.of(seed));
        JobResult _ = ThreadRanks.run(1 + seed % 3, 1 + seed % 2, args, program);
        Shares shares = RandomShares.of(seed);
        JobSpec spec = JobSpec.of("test", program)
                .ranks(shares.placement().ranks())
                .threads(1 + seed % 3)
                .args(args);
        JobResult _ = ThreadRanks.run(spec, shares);
    }

    @Test
    void mirrorsGetTheValuesOfTheOwners() {
        for (int seed = 0; seed < GRAPHS; seed++) {
            run(seed, () -> FragmentTest::checkSyncedValues);
        }
    }

    private static void checkSyncedValues(Rank rank) {
        Fragment fragment = Graph.load(rank).fragment();
        int[] ints = fragment.sharedInts("ints");
        long[] longs = fragment.sharedLongs("longs");
        double[] doubles = fragment.sharedDoubles("doubles");
        for (int round = 0; round < 3; round++) {
            for (int v = fragment.first(); v < fragment.end(); v++) {
                ints[v] = Long.hashCode(value(fragment, v, round));
                longs[v] = value(fragment, v, round);
                doubles[v] = Double.longBitsToDouble(value(fragment, v, round));
            }
            fragment.syncMirrors(ints);
            fragment.syncMirrors(longs);
            fragment.syncMirrors(doubles);
            int now = round;
            forEachEntry(fragment, (v, neighbour) -> {
                String context = "round=" + now + " rank=" + rank.number() + " vertex=" + v + " neighbour=" + neighbour;
                long expected = value(fragment, neighbour, now);
                assertThat(ints[neighbour]).as(context).isEqualTo(Long.hashCode(expected));
                assertThat(longs[neighbour]).as(context).isEqualTo(expected);
                assertThat(Double.doubleToRawLongBits(doubles[neighbour]))
                        .as(context)
                        .isEqualTo(expected);
            });
            rank.communicator().barrier();
        }
    }

    /** Bits of a finite double. */
    private static long value(Fragment fragment, int vertex, int round) {
        return (fragment.globalId(vertex) * 0x9E3779B97F4A7C15L + round) & 0x3fff_ffff_ffff_ffffL;
    }

    private static void forEachEntry(Fragment fragment, EntryBody body) {
        for (int p = fragment.firstPartition(); p < fragment.endPartition(); p++) {
            forEachEntry(fragment.partitionStart(p), fragment.outOffsets(p), fragment.outNeighbours(p), body);
            if (fragment.directed()) {
                forEachEntry(fragment.partitionStart(p), fragment.inOffsets(p), fragment.inNeighbours(p), body);
            }
        }
    }

    private static void forEachEntry(int first, int[] offsets, int[] neighbours, EntryBody body) {
        for (int i = 0; i + 1 < offsets.length; i++) {
            for (int at = offsets[i]; at < offsets[i + 1]; at++) {
                body.run(first + i, neighbours[at]);
            }
        }
    }

    @FunctionalInterface
    private interface EntryBody {
        void run(int vertex, int neighbour);
    }

    @Test
    void ownersGetTheSumsOfAllWorkers() {
        for (int seed = 0; seed < GRAPHS; seed++) {
            run(seed, () -> FragmentTest::checkSums);
        }
    }

    /** Every end of an edge counts for the vertex at the other end, so all get their degrees. */
    private static void checkSums(Rank rank) {
        Graph graph = Graph.load(rank);
        Fragment fragment = graph.fragment();
        long[] ends = fragment.sharedLongs("ends");
        for (int round = 1; round <= 2; round++) {
            fragment.forEachIndex((from, to) -> Arrays.fill(ends, from, to, 0));
            rank.communicator().barrier();
            forEachEntry(fragment, (_, neighbour) -> Fragment.add(ends, neighbour, 1));
            fragment.addMirrors(ends);
            for (int v = 0; v < graph.localVertexCount(); v++) {
                long degree = graph.directed() ? graph.inDegree(v) + graph.outDegree(v) : graph.outDegree(v);
                assertThat(ends[fragment.first() + v])
                        .as("round=" + round + " rank=" + rank.number() + " vertex=" + v)
                        .isEqualTo(degree);
            }
            rank.communicator().barrier();
        }
    }

    @Test
    void ranksOfAWorkerShareOutItsPieces() {
        for (int seed = 0; seed < GRAPHS; seed++) {
            run(seed, () -> FragmentTest::checkPieces);
        }
    }

    private static void checkPieces(Rank rank) {
        Fragment fragment = Graph.load(rank).fragment();
        long[] visits = fragment.sharedLongs("visits");
        for (int round = 1; round <= 3; round++) {
            fragment.forEachPieceOfWorker((p, from, to) -> {
                assertThat(fragment.partitionStart(p)).isLessThanOrEqualTo(from);
                assertThat(fragment.partitionStart(p + 1)).isGreaterThanOrEqualTo(to);
                for (int v = from; v < to; v++) {
                    Fragment.add(visits, v, 1);
                }
            });
            rank.communicator().barrier();
            for (int v = fragment.first(); v < fragment.end(); v++) {
                assertThat(visits[v])
                        .as("rank=" + rank.number() + " vertex=" + v)
                        .isEqualTo(round);
            }
            rank.communicator().barrier();
        }
    }

    @Test
    void forwardListsAreTheNeighboursTowardsTheHubs() {
        for (int seed = 0; seed < GRAPHS; seed++) {
            Adjacency whole = Adjacency.of(RandomEdges.of(seed));
            int roundEntries = 1 + seed % 37;
            run(seed, () -> rank -> checkForwardLists(rank, whole, roundEntries));
        }
    }

    private static void checkForwardLists(Rank rank, Adjacency whole, int roundEntries) {
        Graph graph = Graph.load(rank);
        Fragment fragment = graph.fragment();
        ForwardLists lists = fragment.forwardLists(roundEntries);
        for (int v = fragment.first(); v < fragment.end(); v++) {
            assertForwardList(lists, whole, v);
            assertThat(lists.degree(v)).isEqualTo(whole.neighbours(v).length);
        }
        forEachEntry(fragment, (v, neighbour) -> {
            if (neighbour < v) {
                assertForwardList(lists, whole, neighbour);
            }
        });
    }

    private static void assertForwardList(ForwardLists lists, Adjacency whole, int vertex) {
        int start = lists.start(vertex);
        assertThat(Arrays.copyOfRange(lists.list(vertex), start, start + lists.length(vertex)))
                .as("vertex=" + vertex)
                .isEqualTo(Arrays.stream(whole.neighbours(vertex))
                        .filter(neighbour -> neighbour < vertex)
                        .map(neighbour ->
                                whole.bothWays(vertex, neighbour) ? neighbour | ForwardLists.BOTH_WAYS : neighbour)
                        .toArray());
    }

    @Test
    void aSimpleGraphHasEachNeighbourOnce() {
        for (int seed = 0; seed < GRAPHS; seed++) {
            Adjacency whole = Adjacency.of(RandomEdges.of(seed));
            run(seed, () -> rank -> checkSimple(rank, whole));
        }
    }

    private static void checkSimple(Rank rank, Adjacency whole) {
        Graph graph = Graph.load(rank);
        Graph simple = graph.simple();
        assertThat(simple.directed()).isFalse();
        assertThat(simple.simple()).isSameAs(simple);
        assertThat(simple.edgeCount()).isEqualTo(whole.edgeCount());
        assertThat(graph.simple()).isSameAs(simple);
        Fragment fragment = simple.fragment();
        for (int p = fragment.firstPartition(); p < fragment.endPartition(); p++) {
            int[] offsets = fragment.outOffsets(p);
            for (int i = 0; i + 1 < offsets.length; i++) {
                int v = fragment.partitionStart(p) + i;
                assertThat(Arrays.copyOfRange(fragment.outNeighbours(p), offsets[i], offsets[i + 1]))
                        .as("vertex=" + v)
                        .isEqualTo(whole.neighbours(v));
                assertThat(simple.outDegree(v - fragment.first())).isEqualTo(whole.neighbours(v).length);
                assertThat(simple.globalId(v - fragment.first())).isEqualTo(graph.globalId(v - fragment.first()));
            }
        }
    }

    /** Who is next to whom as fragment indices, from the edges themselves. */
    private record Adjacency(boolean directed, boolean[][] edges) {
        static Adjacency of(Edges edges) {
            long[] ids = idsInOrder(edges);
            var joined = new boolean[ids.length][ids.length];
            for (int i = 0; i < edges.sources().length; i++) {
                joined[index(ids, edges.sources()[i])][index(ids, edges.targets()[i])] = true;
            }
            return new Adjacency(edges.directed(), joined);
        }

        private static long[] idsInOrder(Edges edges) {
            var ids = new long[1][];
            JobResult _ = ThreadRanks.run(1, 1, Map.of("graph", edges), () -> rank -> {
                Fragment fragment = Graph.load(rank).fragment();
                ids[0] = IntStream.range(0, fragment.size())
                        .mapToLong(fragment::globalId)
                        .toArray();
            });
            return ids[0];
        }

        private static int index(long[] ids, long id) {
            int index = 0;
            while (ids[index] != id) {
                index++;
            }
            return index;
        }

        boolean bothWays(int a, int b) {
            return directed && edges[a][b] && edges[b][a];
        }

        int[] neighbours(int vertex) {
            return IntStream.range(0, edges.length)
                    .filter(other -> other != vertex && (edges[vertex][other] || edges[other][vertex]))
                    .toArray();
        }

        long edgeCount() {
            return IntStream.range(0, edges.length)
                            .mapToLong(v -> neighbours(v).length)
                            .sum()
                    / 2;
        }
    }
}
