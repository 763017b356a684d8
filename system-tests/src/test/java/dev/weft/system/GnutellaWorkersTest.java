package dev.weft.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weft.collectives.Transport;
import dev.weft.graph.algorithms.Bfs;
import dev.weft.graph.algorithms.PageRank;
import dev.weft.graph.algorithms.Wcc;
import dev.weft.runtime.Column;
import dev.weft.runtime.JobResult;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.Weft;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SNAP's Gnutella network of 31 August 2002 on workers: the same bits as in one JVM, which {@link GnutellaTest} compares to the reference. */
@Timeout(120)
class GnutellaWorkersTest {
    private static final Path DATA = Path.of(System.getProperty("weft.root", ".."), "..", "shared", "data");

    enum Algorithm {
        PAGERANK("pagerank"),
        BFS("level"),
        WCC("component");

        private final String column;

        Algorithm(String column) {
            this.column = column;
        }

        JobSpec spec() {
            return (switch (this) {
                        case PAGERANK -> JobSpec.of("gnutella", PageRank::new).arg("iterations", 10);
                        case BFS -> JobSpec.of("gnutella", Bfs::new).arg("source", 6);
                        case WCC -> JobSpec.of("gnutella", Wcc::new);
                    })
                    .threads(1)
                    .arg("graph", DATA.resolve("p2p-31.e").toString())
                    .arg("vertices", DATA.resolve("p2p-31.v").toString())
                    .arg("directed", false);
        }
    }

    @TempDir
    private static Path state;

    private static final Map<Algorithm, JobResult> LOCAL = new EnumMap<>(Algorithm.class);

    private static Leftovers before;

    @BeforeAll
    static void runInOneJvm() {
        assumeTrue(Files.exists(DATA.resolve("p2p-31.e")), () -> "there is no graph at " + DATA.normalize());
        before = Leftovers.now();
        try (Weft weft = Weft.local()) {
            for (Algorithm algorithm : Algorithm.values()) {
                LOCAL.put(algorithm, weft.run(algorithm.spec()).result());
            }
        }
    }

    @AfterAll
    static void nothingIsLeft() {
        if (before != null) {
            before.assertNothingNew(state);
        }
    }

    @ParameterizedTest
    @CsvSource({"3, 2, IPC, PAGERANK", "3, 2, IPC, BFS", "5, 3, UDP, WCC"})
    void sameBits(int ranks, int workers, Transport transport, Algorithm algorithm) {
        sameBits(ranks, workers, transport, List.of(algorithm));
    }

    private static void sameBits(int ranks, int workers, Transport transport, List<Algorithm> algorithms) {
        try (Weft weft = Weft.cluster(Distribution.workers(workers, state).transport(transport))) {
            for (Algorithm algorithm : algorithms) {
                JobResult result = weft.run(algorithm.spec().ranks(ranks)).result();
                JobResult local = LOCAL.get(algorithm);
                assertThat(result.columns()).isEqualTo(local.columns());
                assertThat(result.ids()).isEqualTo(local.ids());
                assertThat(bits(result.column(algorithm.column)))
                        .as(algorithm + " ranks=" + ranks + " workers=" + workers + " " + transport)
                        .isEqualTo(bits(local.column(algorithm.column)));
                assertThat(result.scalars()).isEqualTo(local.scalars());
                assertThat(result.report().recoveries()).isEmpty();
            }
        }
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource({"3, 2, IPC", "3, 2, UDP", "3, 3, IPC", "3, 3, UDP", "5, 2, IPC", "5, 2, UDP", "5, 3, IPC", "5, 3, UDP"})
    void sameBitsHoweverTheyAreSpread(int ranks, int workers, Transport transport) {
        sameBits(ranks, workers, transport, List.of(Algorithm.values()));
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
}
