package dev.weft.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weft.graph.algorithms.Bfs;
import dev.weft.graph.algorithms.PageRank;
import dev.weft.graph.algorithms.Wcc;
import dev.weft.runtime.Column;
import dev.weft.runtime.JobResult;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.Program;
import dev.weft.runtime.Weft;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * SNAP's Gnutella network of 31 August 2002 with LDBC Graphalytics' reference results, by the real runtime: equal to the reference, and
 * the same bits for every number of ranks and threads.
 */
class GnutellaTest {
    private static final Path DATA = Path.of(System.getProperty("weft.root", ".."), "..", "shared", "data");
    private static final int[] RANKS = {1, 2, 3, 7};
    private static final int[] THREADS = {1, 2};

    private static Weft weft;

    @BeforeAll
    static void open() {
        assumeTrue(Files.exists(DATA.resolve("p2p-31.e")), () -> "there is no graph at " + DATA.normalize());
        weft = Weft.local();
    }

    @AfterAll
    static void close() {
        if (weft != null) {
            weft.close();
        }
    }

    @Test
    void pageRankEqualsTheReference() throws IOException {
        JobResult result = sameBits("pagerank", PageRank::new, Map.of("iterations", "10"));
        Map<Long, String> expected = reference("p2p-31-PR");
        long[] ids = result.ids();
        double[] scores = result.doubles("pagerank");
        assertThat(ids).hasSize(expected.size());
        for (int i = 0; i < ids.length; i++) {
            double score = Double.parseDouble(expected.get(ids[i]));
            assertThat(scores[i]).as("id " + ids[i]).isCloseTo(score, within(1e-9 * score));
        }
    }

    @Test
    void bfsEqualsTheReference() throws IOException {
        JobResult result = sameBits("level", Bfs::new, Map.of("source", "6"));
        Map<Long, String> expected = reference("p2p-31-BFS");
        for (int i = 0; i < result.ids().length; i++) {
            assertThat(result.column("level").text(i)).isEqualTo(expected.get(result.ids()[i]));
        }
    }

    @Test
    void wccIsTheReferencesPartition() throws IOException {
        JobResult result = sameBits("component", Wcc::new, Map.of());
        Map<Long, String> expected = reference("p2p-31-WCC");
        var to = new HashMap<String, Long>();
        var back = new HashMap<Long, String>();
        long[] component = result.longs("component");
        for (int i = 0; i < component.length; i++) {
            String label = expected.get(result.ids()[i]);
            assertThat(to.computeIfAbsent(label, _ -> -1L)).isIn(-1L, component[i]);
            to.put(label, component[i]);
            assertThat(back.computeIfAbsent(component[i], _ -> label)).isEqualTo(label);
        }
    }

    private static JobResult sameBits(String column, Supplier<Program> program, Map<String, String> args) {
        List<JobResult> results = new ArrayList<>();
        for (int ranks : RANKS) {
            for (int threads : THREADS) {
                JobSpec spec = JobSpec.of("gnutella", program)
                        .ranks(ranks)
                        .threads(threads)
                        .args(args)
                        .arg("graph", DATA.resolve("p2p-31.e").toString())
                        .arg("vertices", DATA.resolve("p2p-31.v").toString())
                        .arg("directed", "false");
                results.add(weft.run(spec).result());
                assertThat(bits(results.getLast().column(column)))
                        .as("ranks=" + ranks + " threads=" + threads)
                        .isEqualTo(bits(results.getFirst().column(column)));
            }
        }
        return results.getFirst();
    }

    private static long[] bits(Column column) {
        return switch (column) {
            case Column.Doubles doubles ->
                Arrays.stream(doubles.values())
                        .mapToLong(Double::doubleToRawLongBits)
                        .toArray();
            case Column.Longs longs -> longs.values();
        };
    }

    private static Map<Long, String> reference(String name) throws IOException {
        var values = new HashMap<Long, String>();
        for (String line : Files.readAllLines(DATA.resolve(name))) {
            String[] parts = line.split(" ", -1);
            values.put(Long.valueOf(parts[0]), parts[1]);
        }
        return values;
    }
}
