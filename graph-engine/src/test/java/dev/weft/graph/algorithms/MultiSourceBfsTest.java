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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Searches that share passes find what each finds alone. */
@Timeout(120)
class MultiSourceBfsTest {
    private static final int GRAPHS = 54;
    private static final long FAR = Long.MAX_VALUE;

    /** One source, some, exactly as many as a long has bits, one more, and many. */
    private static final int[] COUNTS = {1, 3, 64, 65, 150};

    @Test
    void eachAsIfAlone() {
        for (int seed = 0; seed < GRAPHS; seed++) {
            Edges edges = RandomEdges.of(seed);
            SerialGraph serial = Serial.of(edges);
            Ids ids = Serial.ids(edges);
            int[] sources = new Random(seed)
                    .ints(COUNTS[seed % COUNTS.length], 0, ids.size())
                    .distinct()
                    .toArray();
            String list = Arrays.stream(sources).mapToObj(s -> "" + ids.id(s)).collect(Collectors.joining(", "));
            JobResult result = AlgorithmsTest.sameBits(
                            seed, MultiSourceBfs::new, Map.of("graph", edges, "source", list))
                    .getFirst();
            assertThat(result.columns()).as("seed=" + seed).hasSize(sources.length);
            for (int source : sources) {
                String name = sources.length == 1 ? "level" : "level/" + ids.id(source);
                assertThat(MultiSourceBfsVerifier.verify(serial, source, result.longs(name)))
                        .as("seed=" + seed)
                        .isEmpty();
            }
        }
    }

    @Test
    void drawnSources() {
        Edges edges = RandomEdges.of(2);
        JobResult result = ThreadRanks.run(2, 1, Map.of("graph", edges, "sources", 5), MultiSourceBfs::new);
        assertThat(result.columns()).hasSize(5).allMatch(name -> name.startsWith("level/"));
    }

    /** 1 to 2 to 3 to 4, and 5 to 3. */
    @Test
    void byHand() {
        Edges edges = Edges.directed(new long[] {1, 2, 3, 5}, new long[] {2, 3, 4, 3});
        JobResult result = ThreadRanks.run(3, 1, Map.of("graph", edges, "source", "1,5,4"), MultiSourceBfs::new);
        assertThat(result.longs("level/1")).containsExactly(0, 1, 2, 3, FAR);
        assertThat(result.longs("level/5")).containsExactly(FAR, FAR, 1, 2, 0);
        assertThat(result.longs("level/4")).containsExactly(FAR, FAR, FAR, 0, FAR);
    }

    @Test
    void aSourceThatIsNotThereIsNamed() {
        Edges edges = Edges.directed(new long[] {1}, new long[] {2});
        assertThatThrownBy(() -> ThreadRanks.run(1, 1, Map.of("graph", edges, "source", "1,77"), MultiSourceBfs::new))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("77");
        assertThatThrownBy(() -> ThreadRanks.run(1, 1, Map.of("graph", edges), MultiSourceBfs::new))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("--source");
    }
}
