package dev.weft.graph.algorithms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.graph.Edges;
import dev.weft.graph.RandomEdges;
import dev.weft.runtime.Ids;
import dev.weft.runtime.JobResult;
import dev.weft.runtime.UsageException;
import dev.weft.runtime.testing.ThreadRanks;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class BetweennessCentralityTest {
    @Test
    void drawnSources() {
        for (int seed = 0; seed < 18; seed++) {
            Edges edges = RandomEdges.of(seed);
            SerialGraph serial = Serial.of(edges);
            int drawn = 1 + seed % 4;
            Map<String, ?> args = Map.of("graph", edges, "sources", drawn, "seed", seed);
            for (JobResult result : AlgorithmsTest.sameBits(seed, BetweennessCentrality::new, args)) {
                int[] sources = sources(result, Serial.ids(edges));
                long usable = IntStream.range(0, serial.vertexCount())
                        .filter(v -> serial.degree(v) > 0)
                        .count();
                assertThat(sources).as("seed=" + seed).doesNotHaveDuplicates().hasSize((int) Math.min(drawn, usable));
                assertThat(IntStream.of(sources).allMatch(v -> serial.degree(v) > 0))
                        .as("seed=" + seed)
                        .isTrue();
                assertThat(BetweennessCentralityVerifier.verify(serial, sources, result.doubles("betweenness"), 1e-9))
                        .as("seed=" + seed)
                        .isEmpty();
            }
        }
    }

    private static int[] sources(JobResult result, Ids ids) {
        String text = result.scalars().get("sources").toString();
        return Arrays.stream(text.split(","))
                .filter(id -> !id.isEmpty())
                .mapToInt(id -> IntStream.range(0, ids.size())
                        .filter(v -> ids.id(v) == Long.parseLong(id))
                        .findFirst()
                        .orElseThrow())
                .toArray();
    }

    @Test
    void oneSource() {
        for (int seed = 0; seed < 18; seed++) {
            Edges edges = RandomEdges.of(seed);
            Ids ids = Serial.ids(edges);
            int source = new Random(seed).nextInt(ids.size());
            Map<String, ?> args = Map.of("graph", edges, "source", ids.id(source));
            for (JobResult result : AlgorithmsTest.sameBits(seed, BetweennessCentrality::new, args)) {
                assertThat(BetweennessCentralityVerifier.verify(
                                Serial.of(edges), new int[] {source}, result.doubles("betweenness"), 1e-9))
                        .as("seed=" + seed)
                        .isEmpty();
            }
        }
    }

    @Test
    void severalSources() {
        for (int seed = 0; seed < 18; seed++) {
            Edges edges = RandomEdges.of(seed);
            Ids ids = Serial.ids(edges);
            int[] sources = new Random(seed).ints(3, 0, ids.size()).distinct().toArray();
            String given = Arrays.stream(sources)
                    .mapToObj(source -> Long.toString(ids.id(source)))
                    .collect(Collectors.joining(", "));
            Map<String, ?> args = Map.of("graph", edges, "source", given + "," + ids.id(sources[0]));
            for (JobResult result : AlgorithmsTest.sameBits(seed, BetweennessCentrality::new, args)) {
                assertThat(sources(result, ids)).as("seed=" + seed).isEqualTo(sources);
                assertThat(BetweennessCentralityVerifier.verify(
                                Serial.of(edges), sources, result.doubles("betweenness"), 1e-9))
                        .as("seed=" + seed)
                        .isEmpty();
            }
        }
    }

    /** Between vertex i of a path and the others: i of one side times n - 1 - i of the other, from either end. */
    @Test
    void ofAPathIsExactWithAllSources() {
        int n = 30;
        long[] ids = LongStream.range(0, n).toArray();
        Edges path = Edges.undirected(Arrays.copyOf(ids, n - 1), Arrays.copyOfRange(ids, 1, n));
        JobResult result =
                ThreadRanks.run(3, 2, Map.of("graph", path, "sources", 1_000_000), BetweennessCentrality::new);
        assertThat(result.doubles("betweenness"))
                .isEqualTo(IntStream.range(0, n)
                        .mapToDouble(i -> 2.0 * i * (n - 1 - i))
                        .toArray());
    }

    /** From 1 two shortest paths lead to 4, through 2 and through 3, and on to 5. */
    @Test
    void pathsShareTheirDependency() {
        Edges diamond = Edges.directed(new long[] {1, 1, 2, 3, 4, 5}, new long[] {2, 3, 4, 4, 5, 1});
        JobResult result = ThreadRanks.run(2, 1, Map.of("graph", diamond, "source", 1), BetweennessCentrality::new);
        assertThat(result.doubles("betweenness")).containsExactly(0.0, 1.0, 1.0, 1.0, 0.0);
    }

    @Test
    void sourcesAreNumbers() {
        Map<String, ?> args = Map.of("graph", RandomEdges.of(2), "source", "1,x");
        assertThatThrownBy(() -> ThreadRanks.run(1, 1, args, BetweennessCentrality::new))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("source=1,x can't be used: give ids with commas between them");
    }

    @Test
    void needsASource() {
        assertThatThrownBy(() -> ThreadRanks.run(1, 1, Map.of("graph", RandomEdges.of(2)), BetweennessCentrality::new))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("--set sources=K");
    }
}
