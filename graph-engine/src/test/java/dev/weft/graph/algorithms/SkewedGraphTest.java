package dev.weft.graph.algorithms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.collectives.Placement;
import dev.weft.graph.Edges;
import dev.weft.runtime.Ids;
import dev.weft.runtime.JobResult;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.Program;
import dev.weft.runtime.testing.ThreadRanks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs of edge maps on a graph of many blocks with a few vertices of high degree, where levels are pulled and pushed. */
@Timeout(120)
class SkewedGraphTest {
    private static final int SCALE = 13;

    /** As the Graph500's Kronecker graphs, with the loops and parallel edges that come by; vertices without edges, too. */
    private static Edges edges(boolean directed) {
        var random = new Random(5);
        var sources = new long[12 << SCALE];
        var targets = new long[sources.length];
        for (int i = 0; i < sources.length; i++) {
            for (int bit = 0; bit < SCALE; bit++) {
                double quadrant = random.nextDouble();
                sources[i] = sources[i] << 1 | (quadrant >= 0.76 ? 1 : 0);
                targets[i] = targets[i] << 1 | (quadrant >= 0.57 && quadrant < 0.76 || quadrant >= 0.95 ? 1 : 0);
            }
        }
        return new Edges(sources, targets, LongStream.range(0, 1L << SCALE).toArray(), directed);
    }

    private static List<JobResult> runs(Edges edges, Supplier<Program> program, Map<String, ?> args) {
        var all = new HashMap<String, Object>(args);
        all.put("graph", edges);
        var results = new ArrayList<JobResult>();
        results.add(ThreadRanks.run(1, 2, all, program));
        results.add(ThreadRanks.run(3, 2, all, program));
        JobSpec spec = JobSpec.of("test", program).ranks(3).threads(2).args(all);
        results.add(ThreadRanks.run(spec, Placement.of(2, 1)));
        for (JobResult result : results) {
            assertThat(result.scalars()).isEqualTo(results.getFirst().scalars());
            for (String column : result.columns()) {
                assertThat(Serial.bits(result, column)).isEqualTo(Serial.bits(results.getFirst(), column));
            }
        }
        return results;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void betweenness(boolean directed) {
        Edges edges = edges(directed);
        JobResult result =
                runs(edges, BetweennessCentrality::new, Map.of("sources", 3)).getFirst();
        int[] sources = Arrays.stream(result.scalars().get("sources").toString().split(","))
                .mapToInt(Integer::parseInt)
                .toArray();
        assertThat(sources).hasSize(3);
        assertThat(BetweennessCentralityVerifier.verify(Serial.of(edges), sources, result.doubles("betweenness"), 1e-9))
                .isEmpty();
    }

    /** Narrow buckets and one for all; weights of a byte, and of more. */
    @ParameterizedTest
    @ValueSource(ints = {255, 300})
    void shortestPaths(int heaviest) {
        Edges plain = edges(heaviest == 255);
        double[] weights = new Random(7)
                .doubles(plain.sources().length, 0, heaviest + 1)
                .map(Math::floor)
                .toArray();
        var edges = new Edges(plain.sources(), plain.targets(), plain.vertices(), plain.directed(), weights);
        SerialGraph serial = Serial.of(edges);
        int source = 1;
        for (double delta : new double[] {2, 1e6}) {
            Map<String, Object> args = Map.of("source", Serial.ids(edges).id(source), "delta", delta);
            JobResult result = runs(edges, Sssp::new, args).getFirst();
            assertThat(SsspVerifier.verify(serial, source, result.doubles("distance")))
                    .as("heaviest=" + heaviest + " delta=" + delta)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void strongComponents(boolean directed) {
        Edges edges = edges(directed);
        JobResult result = runs(edges, StrongComponents::new, Map.of()).getFirst();
        assertThat(StrongComponentsVerifier.verify(Serial.of(edges), Serial.ids(edges), result.longs("component")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void maximalIndependentSet(boolean directed) {
        Edges edges = edges(directed);
        JobResult result = runs(edges, MaximalIndependentSet::new, Map.of()).getFirst();
        assertThat(MaximalIndependentSetVerifier.verify(Serial.of(edges), result.longs("selected")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void personalisedPageRank(boolean directed) {
        Edges edges = edges(directed);
        JobResult result = runs(edges, PersonalisedPageRank::new, Map.of("source", 0, "iterations", 8))
                .getFirst();
        assertThat(PersonalisedPageRankVerifier.verify(Serial.of(edges), 0, 8, result.doubles("ppr"), 1e-9))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void louvain(boolean directed) {
        Edges edges = edges(directed);
        Ids ids = Serial.ids(edges);
        JobResult result = runs(edges, Louvain::new, Map.of()).getFirst();
        double modularity = (Double) result.scalars().get("modularity");
        assertThat(LouvainVerifier.verify(Serial.of(edges), ids, result.longs("community"), modularity, 0.01))
                .isEmpty();
    }
}
