package dev.weft.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.weft.collectives.Fence;
import dev.weft.collectives.Placement;
import dev.weft.graph.algorithms.Bfs;
import dev.weft.graph.algorithms.PageRank;
import dev.weft.graph.algorithms.Wcc;
import dev.weft.graph.layout.Adjacency;
import dev.weft.graph.layout.Topology;
import dev.weft.runtime.Column;
import dev.weft.runtime.JobResult;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.Kept;
import dev.weft.runtime.Program;
import dev.weft.runtime.Shares;
import dev.weft.runtime.UsageException;
import dev.weft.runtime.rank.Attempt;
import dev.weft.runtime.rank.InMemoryPeers;
import dev.weft.runtime.rank.WorkerState;
import dev.weft.runtime.testing.ThreadRanks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Graphs from every kind of source on several workers: the same as on one, each worker with its part; errors; later attempts. */
@Timeout(120)
class SeveralWorkersTest {
    /** More than three windows of a file. */
    private static final int LINES = 60_000;

    private static final List<Placement> PLACEMENTS =
            List.of(Placement.of(1, 1), Placement.of(2, 1, 3), Placement.of(1, 4), Placement.of(1, 1, 1, 1));

    @TempDir
    Path folder;

    private static JobSpec spec(Map<String, ?> args, Placement placement, Supplier<Program> program) {
        return JobSpec.of("test", program).ranks(placement.ranks()).threads(2).args(args);
    }

    private static Map<String, Object> args(Object graph) {
        return new HashMap<>(Map.of("graph", graph instanceof Path file ? file.toString() : graph));
    }

    static Stream<String> generated() {
        return Stream.of("kronecker:scale=10", "kronecker:scale=15,degree=4,seed=3", "jdk:");
    }

    @ParameterizedTest
    @MethodSource("generated")
    void generatedGraphsAreTheSame(String graph) {
        assertSameTopology(args(graph));
        assertSameResults(args(graph), Wcc::new);
    }

    /** More entries on each worker than may wait for their lists. */
    @Test
    void listsOfManyEntriesAreFilledInSeveralGoes() {
        assertSameTopology(args("kronecker:scale=18,degree=8,seed=5"));
    }

    /** Ids in a small range, far apart, and contiguous: each is numbered in another way. */
    @ParameterizedTest
    @ValueSource(longs = {1, 7, 0x1234_5678_9abcL})
    void textFilesAreTheSame(long factor) throws IOException {
        var random = new Random(factor);
        Path edges = edges(random, () -> (random.nextInt(20_000) - 5000) * factor);
        assertSameTopology(args(edges));
        Map<String, Object> undirected = args(edges);
        undirected.put("directed", false);
        assertSameTopology(undirected);
        assertSameResults(undirected, PageRank::new);
    }

    @Test
    void verticesFilesAreTheSame() throws IOException {
        var random = new Random(5);
        Map<String, Object> args = args(edges(random, () -> 1_000_003L * random.nextInt(3000)));
        args.put("vertices", vertices(5000, 1_000_003L));
        assertSameTopology(args);
        args.put("source", 0L);
        assertSameResults(args, Bfs::new);
    }

    private Path vertices(int count, long factor) throws IOException {
        var text = new StringBuilder();
        for (int id = count - 1; id >= 0; id--) {
            text.append(id * factor).append('\n');
        }
        return Files.writeString(folder.resolve("graph.v"), text);
    }

    private Path edges(Random random, LongSupplier id) throws IOException {
        var text = new StringBuilder("# source target\n");
        for (int line = 0; line < LINES; line++) {
            text.append(id.getAsLong()).append(' ').append(id.getAsLong());
            text.append(random.nextInt(9) == 0 ? "\r\n% comment\n" : "\n");
        }
        return Files.writeString(folder.resolve("graph.e"), text);
    }

    private static void assertSameTopology(Map<String, ?> args) {
        Topology whole = topologies(args, Placement.together(1)).getFirst();
        for (Placement placement : PLACEMENTS) {
            int held = 0;
            for (Topology part : topologies(args, placement)) {
                assertThat(part.held().first()).isEqualTo(held);
                assertPart(part, whole, args + " " + placement);
                held = part.held().end();
            }
            assertThat(held).isEqualTo(whole.partitionCount());
        }
    }

    private static List<Topology> topologies(Map<String, ?> args, Placement placement) {
        List<Kept> kept = ThreadRanks.newKept(placement);
        JobResult _ = ThreadRanks.run(
                ThreadRanks.workers(spec(args, placement, () -> Graph::load), placement, kept, Optional.empty()));
        return kept.stream()
                .map(each -> each.<Optional<Topology>>get("graph/" + args.get("graph"))
                        .orElseThrow()
                        .orElseThrow())
                .toList();
    }

    private static void assertPart(Topology part, Topology whole, String context) {
        assertThat(part.internalIds()).as(context).isEqualTo(whole.internalIds());
        assertThat(part.globalIds()).as(context).isEqualTo(whole.globalIds());
        assertThat(part.edgeCount()).as(context).isEqualTo(whole.edgeCount());
        assertThat(part.directed()).isEqualTo(whole.directed());
        for (int i = 0; i < whole.ids().size(); i += 97) {
            assertThat(part.ids().name(i)).isEqualTo(whole.ids().name(i));
        }
        assertPart(part, part.in(), whole.in(), context);
        assertPart(part, part.out(), whole.out(), context);
    }

    private static void assertPart(Topology topology, Adjacency part, Adjacency whole, String context) {
        assertThat(part.degrees()).as(context).isEqualTo(whole.degrees());
        for (int p = 0; p < topology.partitionCount(); p++) {
            boolean held = p >= topology.held().first() && p < topology.held().end();
            assertThat(part.neighbours(p)).as(context).isEqualTo(held ? whole.neighbours(p) : new int[0]);
            assertThat(part.offsets(p)).as(context).isEqualTo(held ? whole.offsets(p) : new int[0]);
            assertThat(part.entries(0, p)).isEqualTo(whole.entries(0, p));
        }
    }

    private static void assertSameResults(Map<String, ?> args, Supplier<Program> program) {
        JobResult alone = ThreadRanks.run(spec(args, Placement.together(1), program));
        for (Placement placement : PLACEMENTS) {
            assertSame(ThreadRanks.run(spec(args, placement, program), placement), alone, args + " " + placement);
        }
    }

    private static void assertSame(JobResult result, JobResult expected, String context) {
        assertThat(result.columns()).isEqualTo(expected.columns());
        assertThat(result.ids()).isEqualTo(expected.ids());
        assertThat(result.scalars()).as(context).isEqualTo(expected.scalars());
        for (String name : expected.columns()) {
            assertThat(bits(result.column(name))).as(context + " " + name).isEqualTo(bits(expected.column(name)));
            int last = expected.column(name).size() - 1;
            assertThat(result.column(name).ids().name(last))
                    .isEqualTo(expected.column(name).ids().name(last));
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
    void workersMayHaveDifferentNumbersOfThreads() {
        for (int seed = 0; seed < 30; seed++) {
            Map<String, Object> args = args(RandomEdges.of(seed));
            Shares shares = RandomShares.of(seed);
            Placement placement = shares.placement();
            JobResult expected = ThreadRanks.run(spec(args, Placement.together(1), SeveralWorkersTest::firstStep));
            JobResult result =
                    ThreadRanks.run(withThreads(spec(args, placement, SeveralWorkersTest::firstStep), shares));
            assertSame(result, expected, "seed=" + seed + " " + shares);
        }
    }

    /** Worker w has 1 + w threads a rank. */
    private static List<Attempt> withThreads(JobSpec spec, Shares shares) {
        var fence = new Fence();
        return InMemoryPeers.of(shares, fence, Attempt.groupOptions(spec)).stream()
                .map(peers -> new Attempt(
                        "test",
                        spec.threads(1 + peers.worker()),
                        System::nanoTime,
                        new WorkerState(fence, peers, new Kept(), Optional.empty())))
                .toList();
    }

    /** Pushes and pulls along all edges. */
    private static Program firstStep() {
        return rank -> {
            Graph graph = Graph.load(rank);
            for (Direction direction : Direction.values()) {
                long[] first = graph.newLongs(-1);
                var visit = new LongEdgeFunction(Op.FIRST) {
                    @Override
                    protected long message(int source) {
                        return graph.globalId(source);
                    }

                    @Override
                    protected boolean update(int target, long id) {
                        first[target] = id;
                        return true;
                    }
                };
                Frontier _ = graph.edgeMap(graph.all(), graph.all(), visit, direction);
                graph.result("first by " + direction, first);
            }
        };
    }

    /** About as many edges as it takes for a component that most vertices are in: components cross workers in every way. */
    @Test
    void componentsOfSparseGraphsAreTheSame() {
        for (int seed = 0; seed < 60; seed++) {
            var random = new Random(seed);
            int n = 2 + random.nextInt(4000);
            int m = (int) (n * (0.3 + 2 * random.nextDouble()));
            int reach = random.nextBoolean() ? 3 : n;
            long[] sources = random.longs(m, 0, n).toArray();
            long[] targets = Arrays.stream(sources)
                    .map(source -> Math.min(n - 1, source + random.nextInt(reach)))
                    .toArray();
            var edges = new Edges(sources, targets, new long[] {n}, random.nextBoolean());
            Shares shares = RandomShares.of(seed);
            assertSame(
                    ThreadRanks.run(spec(args(edges), shares.placement(), Wcc::new), shares),
                    ThreadRanks.run(spec(args(edges), Placement.together(1), Wcc::new)),
                    "seed=" + seed + " " + shares);
        }
    }

    @Test
    void workersMayOwnNothing() {
        Edges triangle = Edges.undirected(new long[] {7, 8, 9}, new long[] {8, 9, 7});
        Placement placement = Placement.of(10, 1, 1, 12);
        JobResult result = ThreadRanks.run(
                spec(Map.of("graph", triangle), placement, () -> rank -> {
                            Graph graph = Graph.load(rank);
                            Frontier some = graph.vertices(7, 9);
                            assertThat(some.size()).isEqualTo(2);
                            assertThat(graph.count(some::contains)).isEqualTo(2);
                            rank.result("sum", graph.sum(v -> 1.0 / graph.globalId(v)));
                            long[] degree = graph.newLongs(0);
                            graph.forEach(v -> degree[v] = graph.outDegree(v));
                            graph.result("degree", degree);
                        })
                        .threads(1),
                placement);
        assertThat(result.ids()).containsExactly(7, 8, 9);
        assertThat(result.longs("degree")).containsExactly(2, 2, 2);
        assertThat((Double) result.scalars().get("sum")).isEqualTo(1.0 / 7 + 1.0 / 8 + 1.0 / 9, within(1e-15));
        assertSame(
                ThreadRanks.run(spec(args(triangle), placement, Wcc::new).threads(1), placement),
                ThreadRanks.run(spec(args(triangle), Placement.together(1), Wcc::new)),
                placement.toString());
    }

    @Test
    void aBadLineInALaterShareIsNamed() throws IOException {
        Path edges = edges(new Random(1), () -> 4);
        List<String> lines = Files.readAllLines(edges);
        int bad = lines.size() - 10;
        lines.set(bad - 1, "12 twelve");
        Files.write(edges, lines);
        assertRefused(args(edges), "graph.e:" + bad + ": cannot read \"12 twelve\"");
        lines.set(20, "three 3");
        Files.write(edges, lines);
        assertRefused(args(edges), "graph.e:21: cannot read \"three 3\"");
    }

    @Test
    void anIdThatTheVerticesFileLacksIsNamed() throws IOException {
        Path edges = edges(new Random(1), () -> 4);
        List<String> lines = Files.readAllLines(edges);
        int bad = lines.size() - 10;
        lines.set(bad - 1, "3 17");
        Files.write(edges, lines);
        Map<String, Object> args = args(edges);
        args.put("vertices", vertices(10, 1));
        assertRefused(args, "graph.e:" + bad + ": the id 17 is not in ");
    }

    @Test
    void missingAndEmptyFilesAreRefused() throws IOException {
        assertRefused(args(folder.resolve("none.e")), "there is no file");
        assertRefused(args(Files.writeString(folder.resolve("empty.e"), "# nothing\n")), "is an empty graph");
        assertRefused(args(new Edges(new long[0], new long[0], new long[0], true)), "the graph is empty");
    }

    private static void assertRefused(Map<String, ?> args, String message) {
        for (Placement placement : PLACEMENTS) {
            assertThatThrownBy(() -> ThreadRanks.run(spec(args, placement, PageRank::new), placement))
                    .as(placement.toString())
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining(message);
        }
    }

    /** A job of several attempts. */
    private final class Attempts {
        final Map<String, ?> args;
        final Placement placement;
        final Path jobFolder;
        final List<Kept> kept;
        final JobResult expected;

        Attempts(Map<String, ?> args, Placement placement) throws IOException {
            this.args = args;
            this.placement = placement;
            this.jobFolder = Files.createTempDirectory(folder, "job");
            this.kept = new ArrayList<>(ThreadRanks.newKept(placement));
            this.expected = ThreadRanks.run(spec(args, Placement.together(1), PageRank::new));
        }

        /** The bytes that each worker read. */
        List<Long> run() {
            return run(placement);
        }

        List<Long> run(Placement on) {
            return run(Shares.equal(on));
        }

        List<Long> run(Shares shares) {
            List<Attempt> workers = ThreadRanks.workers(
                    spec(args, shares.placement(), PageRank::new), shares, kept, Optional.of(jobFolder));
            assertSame(ThreadRanks.run(workers), expected, "kept");
            return workers.stream()
                    .map(worker -> worker.share().measures().getFirst().sizes().bytesRead())
                    .toList();
        }

        void replace(int worker) {
            kept.set(worker, new Kept());
        }

        List<Path> parts() {
            try (Stream<Path> files = Files.walk(jobFolder)) {
                return files.filter(Files::isRegularFile).sorted().toList();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private Attempts textAttempts(Placement placement) throws IOException {
        var random = new Random(8);
        return new Attempts(args(edges(random, () -> 1_000_003L * random.nextInt(9000))), placement);
    }

    @Test
    void aLaterAttemptReadsNothing() throws IOException {
        Attempts attempts = textAttempts(Placement.of(2, 1, 3));
        assertThat(attempts.run()).allMatch(bytes -> bytes > 0);
        assertThat(attempts.run()).containsExactly(0L, 0L, 0L);
    }

    @Test
    void aReplacedWorkerReadsItsPartsAlone() throws IOException {
        Attempts attempts = textAttempts(Placement.of(2, 1, 3));
        List<Long> _ = attempts.run();
        Files.delete(folder.resolve("graph.e"));
        Files.delete(attempts.parts().stream()
                .filter(path -> path.endsWith("part-0.weft"))
                .findFirst()
                .orElseThrow());
        attempts.replace(1);
        List<Long> bytes = attempts.run();
        assertThat(bytes.get(0)).isZero();
        assertThat(bytes.get(2)).isZero();
        assertThat(bytes.get(1)).isEqualTo(bytesOfParts(attempts, 21, 32));
        assertThat(attempts.run()).containsExactly(0L, 0L, 0L);
    }

    /** With what is known of all vertices. */
    private static long bytesOfParts(Attempts attempts, int first, int end) throws IOException {
        Path vertices = attempts.parts().stream()
                .filter(path -> path.endsWith("vertices.weft"))
                .findFirst()
                .orElseThrow();
        return Files.size(vertices) + bytesOfPartitions(attempts, first, end);
    }

    private static long bytesOfPartitions(Attempts attempts, int first, int end) throws IOException {
        long bytes = 0;
        for (Path path : attempts.parts()) {
            String name = path.getFileName().toString();
            if (name.startsWith("part-")) {
                int part = Integer.parseInt(name.substring(5, name.indexOf('.')));
                bytes += part >= first && part < end ? Files.size(path) : 0;
            }
        }
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(strings = {"kronecker:scale=12", "jdk:"})
    void replacedWorkersReadPartsOfAnyGraph(String graph) throws IOException {
        var attempts = new Attempts(args(graph), Placement.of(1, 2));
        assertThat(attempts.run()).containsExactly(0L, 0L);
        attempts.replace(0);
        assertThat(attempts.run().get(0)).isPositive();
        attempts.replace(0);
        attempts.replace(1);
        assertThat(attempts.run()).as("nobody has it").allMatch(bytes -> bytes > 0);
    }

    @Test
    void atAnotherPlacementAWorkerReadsWhatItLacks() throws IOException {
        Attempts attempts = textAttempts(Placement.of(2, 1));
        List<Long> _ = attempts.run();
        List<Long> bytes = attempts.run(Placement.of(1, 2));
        assertThat(bytes).containsExactly(0L, bytesOfPartitions(attempts, 21, 42));
        assertThat(attempts.run(Placement.of(1, 2))).containsExactly(0L, 0L);
    }

    @Test
    void withOtherSharesAWorkerReadsWhatItLacks() throws IOException {
        Attempts attempts = textAttempts(Placement.of(1, 1, 1, 1));
        List<Long> _ = attempts.run();
        Shares shares = Shares.weighted(Placement.of(1, 1, 1, 1), 1000, 1000, 500, 1000);
        assertThat(attempts.run(shares))
                .containsExactly(
                        bytesOfPartitions(attempts, 16, 18),
                        bytesOfPartitions(attempts, 32, 36),
                        0L,
                        bytesOfPartitions(attempts, 45, 48));
        assertThat(attempts.run(shares)).containsExactly(0L, 0L, 0L, 0L);
    }

    @Test
    void workersThatAreLeftReadWhatTheLostOneHad() throws IOException {
        Attempts attempts = textAttempts(Placement.of(1, 1, 1));
        List<Long> _ = attempts.run();
        attempts.kept.remove(1);
        assertThat(attempts.run(Placement.of(1, 1)))
                .containsExactly(bytesOfPartitions(attempts, 21, 32), bytesOfPartitions(attempts, 32, 42));
        attempts.kept.remove(0);
        assertThat(attempts.run(Placement.of(1))).containsExactly(bytesOfPartitions(attempts, 0, 32));
    }

    @Test
    void brokenPartsMeanLoadingAgain() throws IOException {
        Attempts attempts = textAttempts(Placement.of(1, 2));
        List<Long> loaded = attempts.run();
        for (Path part : attempts.parts()) {
            if (part.endsWith("vertices.weft") || part.endsWith("part-3.weft") || part.endsWith("part-60.weft")) {
                damage(part, Files.size(part) / 2);
                replaceAll(attempts);
                assertThat(attempts.run()).as(part.toString()).isEqualTo(loaded);
                Files.write(part, Arrays.copyOf(Files.readAllBytes(part), (int) Files.size(part) / 2));
                replaceAll(attempts);
                assertThat(attempts.run()).as(part.toString()).isEqualTo(loaded);
                Files.delete(part);
                replaceAll(attempts);
                assertThat(attempts.run()).as(part.toString()).isEqualTo(loaded);
            }
        }
    }

    private static void replaceAll(Attempts attempts) {
        for (int worker = 0; worker < attempts.kept.size(); worker++) {
            attempts.replace(worker);
        }
    }

    private static void damage(Path file, long position) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            var one = ByteBuffer.allocate(1);
            channel.read(one, position);
            one.put(0, (byte) (one.get(0) ^ 0x10));
            channel.write(one.rewind(), position);
        }
    }

    @Test
    void withoutAFolderAReplacedWorkerLoadsWithAllOthers() throws IOException {
        Attempts attempts = textAttempts(Placement.of(1, 1));
        List<Long> loaded = attempts.run();
        for (Path part : attempts.parts()) {
            Files.delete(part);
        }
        attempts.replace(1);
        assertThat(attempts.run()).isEqualTo(loaded);
    }
}
