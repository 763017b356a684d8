package dev.weft.graph.algorithms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.weft.graph.Edges;
import dev.weft.graph.RandomEdges;
import dev.weft.runtime.JobResult;
import dev.weft.runtime.UsageException;
import dev.weft.runtime.testing.ThreadRanks;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class LouvainTest {
    @Test
    void findsPlantedCommunitiesAsWellAsASerialOne() {
        for (int seed = 0; seed < 12; seed++) {
            Edges edges = planted(new Random(seed), 2000 + 500 * seed, 10 + 4 * seed, 0.3 + 0.05 * seed);
            JobResult result = ThreadRanks.run(1 + seed % 3, 2, Map.of("graph", edges), Louvain::new);
            double modularity = (Double) result.scalars().get("modularity");
            assertThat(LouvainVerifier.verify(
                            Serial.of(edges), Serial.ids(edges), result.longs("community"), modularity, 0.01))
                    .as("seed=" + seed)
                    .isEmpty();
        }
    }

    /** Vertices of a few communities of unequal size; {@code stray} of the edges go anywhere. */
    private static Edges planted(Random random, int vertices, int communities, double stray) {
        var sources = new long[8 * vertices];
        var targets = new long[sources.length];
        for (int i = 0; i < sources.length; i++) {
            int v = random.nextInt(vertices);
            int mate = v % communities % 7 == 0
                    ? v % communities + communities * random.nextInt(1 + vertices / communities / 8)
                    : v % communities + communities * random.nextInt(vertices / communities);
            sources[i] = v;
            targets[i] = random.nextDouble() < stray ? random.nextInt(vertices) : mate;
        }
        return Edges.undirected(sources, targets);
    }

    private static Edges weighted(Edges edges, Random random) {
        int kind = random.nextInt(3);
        var weights = new double[edges.sources().length];
        Arrays.setAll(weights, _ -> switch (kind) {
            case 0 -> random.nextInt(256);
            case 1 -> random.nextInt(1, 100_000);
            default -> random.nextDouble() * 10;
        });
        return new Edges(edges.sources(), edges.targets(), edges.vertices(), edges.directed(), weights);
    }

    @Test
    void ofRandomGraphs() {
        for (int seed = 0; seed < 18; seed++) {
            requireRight(seed, RandomEdges.of(seed));
            requireRight(seed, weighted(RandomEdges.of(seed), new Random(seed)));
        }
    }

    /** Small graphs have bad luck either way; see {@link #findsPlantedCommunitiesAsWellAsASerialOne}. */
    private static void requireRight(int seed, Edges edges) {
        SerialGraph serial = Serial.of(edges);
        for (JobResult result : AlgorithmsTest.sameBits(seed, Louvain::new, Map.of("graph", edges))) {
            long[] community = result.longs("community");
            double modularity = (Double) result.scalars().get("modularity");
            assertThat(LouvainVerifier.verify(serial, Serial.ids(edges), community, modularity, 0.12))
                    .as("seed=" + seed)
                    .isEmpty();
            assertThat(result.scalars())
                    .as("seed=" + seed)
                    .containsEntry(
                            "communities", LongStream.of(community).distinct().count());
        }
    }

    /** Two that move at the same time, again and again, would change places for ever. */
    @Test
    void pairsFindEachOther() {
        for (int seed = 0; seed < 200; seed++) {
            long[] ids = new Random(seed).longs().distinct().limit(20).toArray();
            Edges pairs = Edges.undirected(Arrays.copyOf(ids, 10), Arrays.copyOfRange(ids, 10, 20));
            JobResult result = ThreadRanks.run(1 + seed % 4, 1, Map.of("graph", pairs), Louvain::new);
            assertThat(result.scalars()).as("seed=" + seed).containsEntry("communities", 10L);
            assertThat((Double) result.scalars().get("modularity"))
                    .as("seed=" + seed)
                    .isCloseTo(0.9, within(1e-12));
        }
    }

    /** Two triangles and one edge between them: 7 edges, of which 6 are inside, and each community has half of all ends. */
    @Test
    void ofTwoTriangles() {
        Edges edges = Edges.undirected(new long[] {1, 2, 3, 3, 4, 5, 6}, new long[] {2, 3, 1, 4, 5, 6, 4});
        JobResult result = ThreadRanks.run(3, 2, Map.of("graph", edges.with(9)), Louvain::new);
        assertThat(result.longs("community")).containsExactly(1, 1, 1, 4, 4, 4, 9);
        assertThat((Double) result.scalars().get("modularity")).isCloseTo(6 / 7.0 - 0.5, within(1e-12));
        assertThat(result.scalars()).containsEntry("communities", 3L);
    }

    /** A heavy edge holds together what would else fall apart. */
    @Test
    void weightsCount() {
        long[] sources = {1, 2, 3, 4};
        long[] targets = {2, 3, 4, 1};
        JobResult result = ThreadRanks.run(
                2,
                1,
                Map.of("graph", Edges.undirected(sources, targets, new double[] {0.1, 7.5, 0.1, 7.5})),
                Louvain::new);
        assertThat(result.longs("community")).containsExactly(1, 2, 2, 1);
        assertThat((Double) result.scalars().get("modularity")).isCloseTo(15 / 15.2 - 0.5, within(1e-9));
    }

    /** Weights far above and below what a unit of 1 could hold. */
    @Test
    void weightsMayBeLargeOrSmall() {
        for (double scale : new double[] {1e-300, 1e-9, 1e9, 1e300}) {
            Edges edges = Edges.undirected(
                    new long[] {1, 2, 3, 4}, new long[] {2, 3, 4, 1}, new double[] {scale, 75 * scale, scale, 75 * scale
                    });
            JobResult result = ThreadRanks.run(2, 1, Map.of("graph", edges), Louvain::new);
            assertThat(result.longs("community")).containsExactly(1, 2, 2, 1);
            assertThat((Double) result.scalars().get("modularity")).isCloseTo(150 / 152.0 - 0.5, within(1e-9));
        }
    }

    /** Many neighbours that are communities of their own, since no edge of theirs weighs anything. */
    @Test
    void edgesOfWeightZeroJoinNothing() {
        int leaves = 500;
        long[] sources = new long[leaves + 1];
        long[] targets = LongStream.rangeClosed(1, leaves + 1).toArray();
        var weights = new double[leaves + 1];
        weights[leaves] = 2.5;
        Edges star = Edges.undirected(sources, targets, weights);
        JobResult result = ThreadRanks.run(2, 1, Map.of("graph", star), Louvain::new);
        long[] expected = LongStream.rangeClosed(0, leaves + 1).toArray();
        expected[leaves + 1] = 0;
        assertThat(result.longs("community")).isEqualTo(expected);
        assertThat(result.scalars()).containsEntry("communities", leaves + 1L).containsEntry("modularity", 0.0);
    }

    @Test
    void negativeWeightsAreRefused() {
        Edges edges = Edges.undirected(new long[] {1, 2}, new long[] {2, 3}, new double[] {1, -0.5});
        assertThatThrownBy(() -> ThreadRanks.run(2, 1, Map.of("graph", edges), Louvain::new))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("negative weight");
    }
}
