package dev.weft.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.collectives.Placement;
import dev.weft.graph.algorithms.Bfs;
import dev.weft.graph.algorithms.PageRank;
import dev.weft.graph.algorithms.Sssp;
import dev.weft.graph.algorithms.Wcc;
import dev.weft.graph.layout.BinaryGraph;
import dev.weft.graph.layout.Topology;
import dev.weft.graph.layout.TopologyAssert;
import dev.weft.graph.layout.Workers;
import dev.weft.runtime.ChunkBody;
import dev.weft.runtime.Column;
import dev.weft.runtime.JobResult;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.Kept;
import dev.weft.runtime.Program;
import dev.weft.runtime.ThreadTeam;
import dev.weft.runtime.UsageException;
import dev.weft.runtime.testing.ThreadRanks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Binary graphs: written and read by any workers, the same as what they were made of; broken ones; options that contradict them. */
@Timeout(120)
class BinaryGraphTest {
    private static final int GRAPHS = 45;

    @TempDir
    Path folder;

    record OneThread() implements ThreadTeam {
        @Override
        public int size() {
            return 1;
        }

        @Override
        public void forEachChunk(int chunks, ChunkBody body) {
            for (int chunk = 0; chunk < chunks; chunk++) {
                body.run(chunk, 0);
            }
        }
    }

    static BinaryGraph alone(Path folder) {
        return new BinaryGraph(folder, Workers.alone(), new OneThread(), (_, _) -> {});
    }

    /** Without weights, with small whole ones, large ones, or any. */
    private static Edges weighted(Edges edges, int seed) {
        var random = new Random(seed);
        int kind = seed % 4;
        if (kind == 0) {
            return edges;
        }
        var weights = new double[edges.sources().length];
        Arrays.setAll(weights, _ -> switch (kind) {
            case 1 -> random.nextInt(256);
            case 2 -> random.nextInt(1, 100_000);
            default -> random.nextDouble() * 10;
        });
        return new Edges(edges.sources(), edges.targets(), edges.vertices(), edges.directed(), weights);
    }

    private static JobSpec spec(Map<String, ?> args, Placement placement, Supplier<Program> program) {
        return JobSpec.of("test", program).ranks(placement.ranks()).threads(2).args(args);
    }

    /** As each worker has it. */
    private static List<Topology> topologies(Object graph, Placement placement) {
        var topologies = new Topology[placement.workers()];
        JobResult _ = ThreadRanks.run(
                spec(Map.of("graph", graph), placement, () -> rank -> {
                    topologies[rank.worker()] = Graph.load(rank).topology();
                }),
                placement);
        return List.of(topologies);
    }

    private static void write(List<Topology> topologies, Placement placement, Path to) {
        JobResult _ = ThreadRanks.run(
                spec(Map.of(), placement, () -> rank -> {
                    if (rank.workerRank() == 0) {
                        Workers workers = Workers.of(rank.shares(), rank.worker(), rank.leaders());
                        try {
                            new BinaryGraph(to, workers, rank.team(), rank::progress)
                                    .write(topologies.get(rank.worker()), false);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    }
                }),
                placement);
    }

    private static Map<String, byte[]> files(Path folder) throws IOException {
        var files = new TreeMap<String, byte[]>();
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file : all.toList()) {
                files.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        }
        return files;
    }

    private static void assertSameFiles(Path actual, Path expected, String context) throws IOException {
        Map<String, byte[]> wanted = files(expected);
        assertThat(files(actual).keySet()).as(context).isEqualTo(wanted.keySet());
        files(actual)
                .forEach((name, bytes) ->
                        assertThat(bytes).as(context + " " + name).isEqualTo(wanted.get(name)));
    }

    @Test
    void whoeverWritesAndReadsItTheGraphIsTheSame() throws IOException {
        for (int seed = 0; seed < GRAPHS; seed++) {
            Edges edges = weighted(RandomEdges.of(seed), seed / 2);
            String context = "seed=" + seed;
            Path first = folder.resolve("first-" + seed);
            write(topologies(edges, Placement.together(1)), Placement.together(1), first);
            Placement writers = RandomPlacement.of(seed);
            Path second = folder.resolve("second-" + seed);
            write(topologies(edges, writers), writers, second);
            assertSameFiles(second, first, context + " " + writers);

            Placement readers = RandomPlacement.of(seed + 1000);
            List<Topology> expected = topologies(edges, readers);
            List<Topology> actual = topologies(first.toString(), readers);
            for (int worker = 0; worker < readers.workers(); worker++) {
                TopologyAssert.assertSame(actual.get(worker), expected.get(worker), context + " " + readers);
            }
        }
    }

    @Test
    void programsGiveTheSameBits() throws IOException {
        for (int seed = 0; seed < 24; seed++) {
            Edges edges = weighted(RandomEdges.of(seed + 100), seed);
            Path graph = folder.resolve("graph-" + seed);
            write(topologies(edges, Placement.together(1)), Placement.together(1), graph);
            long source = firstId(edges);
            for (Supplier<Program> program : List.<Supplier<Program>>of(PageRank::new, Bfs::new, Wcc::new, Sssp::new)) {
                if (edges.weights().length == 0 && program.get() instanceof Sssp) {
                    continue; // Sssp needs weights, and every fourth graph has none
                }
                JobResult expected =
                        ThreadRanks.run(spec(Map.of("graph", edges, "source", source), Placement.together(1), program));
                Placement placement = RandomPlacement.of(seed);
                JobResult actual = ThreadRanks.run(
                        spec(Map.of("graph", graph.toString(), "source", source), placement, program), placement);
                assertSameBits(actual, expected, "seed=" + seed + " " + placement);
            }
        }
    }

    private static long firstId(Edges edges) {
        return Stream.of(edges.vertices(), edges.sources(), edges.targets())
                .flatMapToLong(Arrays::stream)
                .min()
                .orElseThrow();
    }

    private static void assertSameBits(JobResult actual, JobResult expected, String context) {
        assertThat(actual.columns()).as(context).isEqualTo(expected.columns());
        assertThat(actual.ids()).as(context).isEqualTo(expected.ids());
        for (String name : expected.columns()) {
            assertThat(bits(actual.column(name))).as(context).isEqualTo(bits(expected.column(name)));
        }
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

    @Test
    void aLaterAttemptReadsOnlyWhatAReplacedWorkerLost() throws IOException {
        Placement placement = Placement.of(1, 2);
        Path graph = folder.resolve("graph");
        write(topologies("kronecker:scale=10", Placement.together(1)), Placement.together(1), graph);
        var kept = new ArrayList<>(ThreadRanks.newKept(placement));
        assertThat(bytesRead(graph, placement, kept)).allMatch(bytes -> bytes > 0);
        assertThat(bytesRead(graph, placement, kept)).containsExactly(0L, 0L);
        kept.set(1, new Kept());
        List<Long> bytes = bytesRead(graph, placement, kept);
        assertThat(bytes.get(0)).isZero();
        assertThat(bytes.get(1)).isPositive();
    }

    private static List<Long> bytesRead(Path graph, Placement placement, List<Kept> kept) {
        var workers = ThreadRanks.workers(
                spec(Map.of("graph", graph.toString()), placement, () -> Graph::load),
                placement,
                kept,
                Optional.empty());
        JobResult _ = ThreadRanks.run(workers);
        return workers.stream()
                .map(worker -> worker.share().measures().getFirst().sizes().bytesRead())
                .toList();
    }

    @Test
    void whatContradictsTheGraphIsRefused() throws IOException {
        Path graph = folder.resolve("undirected");
        write(topologies("kronecker:scale=6", Placement.together(1)), Placement.together(1), graph);
        assertRefused(graph, Map.of("directed", true), "was converted as an undirected graph: leave --directed out");
        assertRefused(graph, Map.of("weighted", true), "has no weights: leave --weighted out");
        assertRefused(graph, Map.of("vertices", "a.v"), "vertices=a.v belongs to an edge list");
        assertRefused(graph, Map.of("columns", "source=1"), "columns=source=1 belongs to an edge list");
        assertRefused(graph, Map.of("bad-lines", "skip"), "bad-lines=skip was said when");
        assertRefused(graph, Map.of("duplicates", "drop"), "duplicates=drop was said when");
        assertRefused(graph, Map.of("self-loops", "drop"), "self-loops=drop was said when");
        load(graph, Map.of("directed", false, "weighted", false, "duplicates", "keep", "bad-lines", "fail"));
        Path directed = folder.resolve("directed");
        Edges edges = weighted(Edges.directed(new long[] {1, 2}, new long[] {2, 3}), 1);
        write(topologies(edges, Placement.together(1)), Placement.together(1), directed);
        assertRefused(directed, Map.of("directed", false), "was converted as a directed graph: leave --undirected out");
        assertRefused(directed, Map.of("weighted", false), "has weights: leave weighted=false out");
    }

    private static void load(Path graph, Map<String, ?> more) {
        var args = new HashMap<String, Object>(more);
        args.put("graph", graph.toString());
        JobResult _ = ThreadRanks.run(spec(args, Placement.together(1), () -> Graph::load));
    }

    private static void assertRefused(Path graph, Map<String, ?> args, String message) {
        assertThatThrownBy(() -> load(graph, args))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(message);
    }

    @Test
    void whatIsLeftOfAnUnfinishedOneIsRefused() throws IOException {
        Path graph = folder.resolve("graph");
        write(topologies("kronecker:scale=6", Placement.together(1)), Placement.together(1), graph);
        Files.delete(graph.resolve("graph.weft"));
        assertRefused(graph, Map.of(), "graph.weft: the graph was never finished");
    }

    @Test
    void workersThatSeeDifferentGraphsSaySo() throws IOException {
        Path one = folder.resolve("one");
        Path other = folder.resolve("other");
        write(topologies("kronecker:scale=6", Placement.together(1)), Placement.together(1), one);
        write(topologies("kronecker:scale=6,seed=2", Placement.together(1)), Placement.together(1), other);
        Placement placement = Placement.of(1, 1);
        assertThatThrownBy(() -> ThreadRanks.run(
                        spec(Map.of(), placement, () -> rank -> {
                            Workers workers = Workers.of(rank.shares(), rank.worker(), rank.leaders());
                            Path mine = rank.worker() == 0 ? one : other;
                            var _ = new StoredGraph(mine, rank, "graph", workers).load(rank.team(), rank::progress);
                        }),
                        placement))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("the workers see different graphs");
    }
}
