package dev.weft.graph.algorithms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.collectives.Placement;
import dev.weft.graph.Edges;
import dev.weft.graph.Fragment;
import dev.weft.graph.Graph;
import dev.weft.graph.RandomEdges;
import dev.weft.graph.RandomPlacement;
import dev.weft.runtime.JobResult;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.Rank;
import dev.weft.runtime.testing.ThreadRanks;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Random graphs have fewer vertices than there are hubs: here few or none of them are, so that lists are scanned, too. */
@Timeout(120)
class ClosedPairsTest {
    private static final int GRAPHS = 200;
    private static final int[] HUBS = {0, 1, 2, 5, 63, 64, 65, 130, 1000};

    @Test
    void anyNumberOfHubsFindsTheSameTriangles() {
        for (int seed = 0; seed < GRAPHS; seed++) {
            Edges edges = RandomEdges.of(seed);
            JobResult result = run(seed, edges);
            long[] pairs = result.longs("pairs");
            long corners = 0;
            for (long each : pairs) {
                corners += each;
            }
            assertThat(TrianglesVerifier.verify(Serial.of(edges), pairs, corners / 3))
                    .as("seed=" + seed)
                    .isEmpty();
            assertThat(LccVerifier.verify(Serial.of(edges), result.doubles("lcc")))
                    .as("seed=" + seed)
                    .isEmpty();
        }
    }

    private static JobResult run(int seed, Edges edges) {
        Placement placement = seed % 2 == 0 ? Placement.together(1 + seed % 4) : RandomPlacement.of(seed);
        int hubs = HUBS[new Random(seed).nextInt(HUBS.length)];
        JobSpec spec = JobSpec.of("test", () -> rank -> count(rank, hubs))
                .ranks(placement.ranks())
                .threads(1 + seed % 3)
                .args(Map.of("graph", edges));
        return ThreadRanks.run(spec, placement);
    }

    /** Both on the same shared arrays, one after the other. */
    private static void count(Rank rank, int hubs) {
        Graph graph = Graph.load(rank);
        Fragment fragment = graph.fragment();
        ClosedPairs pairs = ClosedPairs.count(rank, fragment, hubs);
        long[] counts = graph.newLongs(0);
        graph.forEach(v -> counts[v] = pairs.at(fragment.first() + v));
        graph.result("pairs", counts);
        ClosedPairs edges = ClosedPairs.countEdges(rank, fragment, hubs);
        double[] lcc = graph.newDoubles(0);
        graph.forEach(v -> {
            long d = edges.neighbours(fragment.first() + v);
            long joining = edges.at(fragment.first() + v) * (graph.directed() ? 1 : 2);
            lcc[v] = d < 2 ? 0.0 : (double) joining / (d * (d - 1));
        });
        graph.result("lcc", lcc);
    }
}
