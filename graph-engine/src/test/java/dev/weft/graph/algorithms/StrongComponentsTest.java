package dev.weft.graph.algorithms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.graph.Edges;
import dev.weft.graph.RandomEdges;
import dev.weft.runtime.Ids;
import dev.weft.runtime.JobResult;
import dev.weft.runtime.testing.ThreadRanks;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class StrongComponentsTest {
    @Test
    void ofRandomGraphs() {
        for (int seed = 0; seed < 36; seed++) {
            requireRight(seed, RandomEdges.of(seed));
        }
    }

    private static void requireRight(int seed, Edges edges) {
        SerialGraph serial = Serial.of(edges);
        Ids ids = Serial.ids(edges);
        for (JobResult result : AlgorithmsTest.sameBits(seed, StrongComponents::new, Map.of("graph", edges))) {
            long[] component = result.longs("component");
            assertThat(StrongComponentsVerifier.verify(serial, ids, component))
                    .as("seed=" + seed)
                    .isEmpty();
            assertThat(result.scalars())
                    .as("seed=" + seed)
                    .containsEntry(
                            "components", LongStream.of(component).distinct().count());
        }
    }

    /** Rings of 1 to 5 vertices, self-loops among them, one after another and joined by edges that go forward only. */
    @Test
    void ofRingsInARow() {
        for (int seed = 0; seed < 18; seed++) {
            requireRight(seed, ringsInARow(new Random(seed)));
        }
    }

    private static Edges ringsInARow(Random random) {
        var sources = LongStream.builder();
        var targets = LongStream.builder();
        int rings = 20 + random.nextInt(20);
        long start = 0;
        for (int ring = 0; ring < rings; ring++) {
            int size = 1 + random.nextInt(5);
            for (int i = 0; i < size; i++) {
                sources.add(start + i);
                targets.add(start + (i + 1) % size);
                if (start > 0 && (i == 0 || random.nextBoolean())) {
                    sources.add(i == 0 ? start - 1 : random.nextLong(start));
                    targets.add(start + i);
                }
            }
            start += size;
        }
        long vertices = start;
        long[] ids = random.longs().distinct().limit(vertices).toArray();
        return Edges.directed(
                sources.build().map(v -> ids[(int) v]).toArray(),
                targets.build().map(v -> ids[(int) v]).toArray());
    }

    /** Two rings, 1 2 3 and 5 6, and between them the vertex 4, which is on the way but not back. */
    @Test
    void whatIsOnTheWayButNotBackIsAlone() {
        Edges edges = Edges.directed(new long[] {1, 2, 3, 3, 4, 5, 6, 7}, new long[] {2, 3, 1, 4, 5, 6, 5, 7});
        JobResult result = ThreadRanks.run(3, 2, Map.of("graph", edges), StrongComponents::new);
        assertThat(result.longs("component")).containsExactly(1, 1, 1, 4, 5, 5, 7);
        assertThat(result.scalars()).containsEntry("components", 4L);
    }

    /** Vertices with self-loops are never trimmed, and here smaller ids come first: by ids each round of colours would take one. */
    @Test
    void aPathOfSelfLoopsTakesFewRounds() {
        int n = 1000;
        long[] ids = LongStream.range(0, n).toArray();
        Edges path = Edges.directed(
                LongStream.concat(LongStream.of(ids), LongStream.of(ids).limit(n - 1))
                        .toArray(),
                LongStream.concat(LongStream.of(ids), LongStream.of(ids).skip(1))
                        .toArray());
        JobResult result = ThreadRanks.run(1, 1, Map.of("graph", path), StrongComponents::new);
        assertThat(result.longs("component")).isEqualTo(ids);
        assertThat(result.scalars()).containsEntry("components", (long) n);
        assertThat((Long) result.scalars().get("rounds")).isLessThan(50);
    }
}
