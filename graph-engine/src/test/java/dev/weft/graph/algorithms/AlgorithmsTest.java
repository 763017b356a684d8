package dev.weft.graph.algorithms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.graph.Edges;
import dev.weft.graph.RandomEdges;
import dev.weft.graph.RandomShares;
import dev.weft.runtime.Ids;
import dev.weft.runtime.JobResult;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.Program;
import dev.weft.runtime.Shares;
import dev.weft.runtime.testing.ThreadRanks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The built-in programs on seeded random graphs: right by their verifiers, and the same bits on any number of workers, ranks and threads. More graphs in {@link ManyGraphsTest}. */
@Timeout(120)
class AlgorithmsTest {
    private static final int GRAPHS = 36;

    @Test
    void pageRank() {
        for (int seed = 0; seed < GRAPHS; seed++) {
            Edges edges = RandomEdges.of(seed);
            for (JobResult result : sameBits(seed, PageRank::new, Map.of("graph", edges, "iterations", 7))) {
                assertThat(PageRankVerifier.verify(Serial.of(edges), 7, result.doubles("pagerank"), 1e-9))
                        .as("seed=" + seed)
                        .isEmpty();
            }
        }
    }

    @Test
    void bfs() {
        for (int seed = 0; seed < GRAPHS; seed++) {
            Edges edges = RandomEdges.of(seed);
            SerialGraph serial = Serial.of(edges);
            Ids ids = Serial.ids(edges);
            int source = new Random(seed).nextInt(serial.vertexCount());
            for (JobResult result : sameBits(seed, Bfs::new, Map.of("graph", edges, "source", ids.id(source)))) {
                assertThat(BfsVerifier.verify(serial, ids, source, result.longs("level"), result.longs("parent")))
                        .as("seed=" + seed)
                        .isEmpty();
            }
        }
    }

    @Test
    void wcc() {
        for (int seed = 0; seed < GRAPHS; seed++) {
            Edges edges = RandomEdges.of(seed);
            SerialGraph serial = Serial.of(new Edges(edges.sources(), edges.targets(), edges.vertices(), false));
            for (JobResult result : sameBits(seed, Wcc::new, Map.of("graph", edges))) {
                assertThat(WccVerifier.verify(serial, Serial.ids(edges), result.longs("component")))
                        .as("seed=" + seed)
                        .isEmpty();
            }
        }
    }

    @Test
    void sssp() {
        for (int seed = 0; seed < GRAPHS; seed++) {
            var random = new Random(seed);
            Edges edges = weighted(RandomEdges.of(seed), random);
            SerialGraph serial = Serial.of(edges);
            int source = random.nextInt(serial.vertexCount());
            var args = new HashMap<String, Object>();
            args.put("graph", edges);
            args.put("source", Serial.ids(edges).id(source));
            if (random.nextBoolean()) {
                args.put("delta", new double[] {0.01, 1, 3.5, 1000}[random.nextInt(4)]);
            }
            for (JobResult result : sameBits(seed, Sssp::new, args)) {
                assertThat(SsspVerifier.verify(serial, source, result.doubles("distance")))
                        .as("seed=" + seed + " " + args.get("delta"))
                        .isEmpty();
            }
        }
    }

    /** Small whole weights, large ones, or any. */
    static Edges weighted(Edges edges, Random random) {
        int kind = random.nextInt(3);
        var weights = new double[edges.sources().length];
        Arrays.setAll(weights, _ -> switch (kind) {
            case 0 -> random.nextInt(256);
            case 1 -> random.nextInt(1, 100_000);
            default -> random.nextDouble() * 10;
        });
        return new Edges(edges.sources(), edges.targets(), edges.vertices(), edges.directed(), weights);
    }

    static List<JobResult> sameBits(int seed, Supplier<Program> program, Map<String, ?> args) {
        var random = new Random(seed);
        var results = new ArrayList<JobResult>();
        results.add(ThreadRanks.run(1, 1, args, program));
        results.add(ThreadRanks.run(1 + random.nextInt(4), 1 + random.nextInt(3), args, program));
        results.add(ThreadRanks.run(new int[] {5, 7, 13}[random.nextInt(3)], 1 + random.nextInt(2), args, program));
        for (int i = 0; i < 2; i++) {
            Shares shares = RandomShares.of(2 * seed + i);
            JobSpec spec = JobSpec.of("test", program)
                    .ranks(shares.placement().ranks())
                    .threads(1 + random.nextInt(3))
                    .args(args);
            results.add(ThreadRanks.run(spec, shares));
        }
        for (JobResult result : results) {
            assertThat(result.scalars())
                    .as("seed=" + seed)
                    .isEqualTo(results.getFirst().scalars());
            for (String column : results.getFirst().columns()) {
                assertThat(Serial.bits(result, column))
                        .as("seed=" + seed)
                        .isEqualTo(Serial.bits(results.getFirst(), column));
            }
        }
        return results;
    }
}
