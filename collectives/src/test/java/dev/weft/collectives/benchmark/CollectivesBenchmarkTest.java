package dev.weft.collectives.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.collectives.Operation;
import dev.weft.collectives.Transport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class CollectivesBenchmarkTest {
    /** Long enough that few calls are made. */
    private static final String SIZES = "2m,4m";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void measures_every_operation_in_memory() throws InterruptedException {
        var report = run(spec(3, 1, Transport.IPC, CollectivesBenchmark.operations(), Set.of()));
        assertThat(report.mismatches()).isZero();
        assertThat(lines(out).getFirst()).isEqualTo("operation,ranks,bytes_per_rank,median_us,min_us");
        assertThat(lines(out).stream().skip(1))
                .hasSize(2 * CollectivesBenchmark.operations().size() - 1)
                .allMatch(line -> line.matches("[a-zA-Z]+,3,(0|2097152|4194304),[0-9]+\\.[0-9]{2},[0-9]+\\.[0-9]{2}"));
        assertThat(report.rows().stream().map(Row::operation).distinct())
                .containsExactlyElementsOf(CollectivesBenchmark.operations());
        assertThat(lines(err)).anyMatch(line -> line.matches("# verified: [1-9][0-9]+ values compared, 0 mismatches"));
    }

    @Tag("long")
    @ParameterizedTest
    @EnumSource(Transport.class)
    void measures_ranks_in_two_processes_beside_aeron(Transport transport) throws InterruptedException {
        var spec = new BenchmarkSpec(
                2,
                2,
                transport,
                List.of("pingpong", "allToAll"),
                List.of(2 << 20),
                Map.of(Operation.ALL_TO_ALL, "linear"),
                true,
                Set.of(PeerKind.AERON));
        assertThat(run(spec).mismatches()).isZero();
        assertThat(lines(out))
                .hasSize(3)
                .startsWith("operation,ranks,bytes_per_rank,median_us,min_us,aeron_median_us,ratio_to_aeron")
                .anyMatch(line -> line.matches("pingpong,2,2097152(,[0-9]+\\.[0-9]{2}){4}"))
                .anyMatch(line -> line.matches("allToAll,2,2097152(,[0-9]+\\.[0-9]{2}){2},,"));
        assertThat(folders()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void sizes_too_short_for_every_rank_are_left_out(int ranks) throws InterruptedException {
        var spec = new BenchmarkSpec(
                ranks, 1, Transport.IPC, List.of("pingpong", "allToAll"), List.of(8), Map.of(), false, Set.of());
        run(spec);
        assertThat(lines(out).stream().skip(1))
                .singleElement()
                .asString()
                .startsWith(ranks == 1 ? "allToAll,1,8," : "pingpong,2,8,");
        assertThat(lines(err))
                .anyMatch(line -> line.contains(ranks == 1 ? "pingpong is left out" : "allToAll is left out"));
    }

    @Test
    void a_wrong_result_is_found_and_not_measured() throws InterruptedException {
        Kernel right = KernelTable.named("allReduce");
        var wrong = new Kernel(
                right.name(),
                right.shape(),
                right.result(),
                (c, a) -> {
                    right.call().on(c, a);
                    if (c.rank() == 1) {
                        a.receive()[77] = Math.nextUp(a.receive()[77]);
                    }
                },
                right.verifier());
        var report = runWith(wrong);
        assertThat(report.mismatches()).isEqualTo(2);
        assertThat(lines(out)).hasSize(1);
        assertThat(lines(err))
                .anyMatch(
                        line -> line.startsWith("# WRONG: allReduce in blocks of 262144 on rank 1 of 3: value 77 is "));
    }

    @Test
    void a_barrier_that_lets_through_is_found() throws InterruptedException {
        Kernel right = KernelTable.named("barrier");
        var wrong = new Kernel(right.name(), right.shape(), right.result(), (c, a) -> {}, right.verifier());
        assertThat(runWith(wrong).mismatches()).isPositive();
        assertThat(lines(err)).anyMatch(line -> line.contains("WRONG: barrier on rank "));
    }

    @Test
    void a_rank_that_fails_ends_it_with_its_reason() {
        Kernel right = KernelTable.named("barrier");
        var failing = new Kernel(
                right.name(),
                right.shape(),
                right.result(),
                (c, a) -> {
                    if (c.rank() == 2) {
                        throw new IllegalStateException("no barrier today");
                    }
                    c.barrier();
                },
                right.verifier());
        assertThatThrownBy(() -> runWith(failing))
                .isInstanceOf(BenchmarkFailedException.class)
                .hasMessageContaining("barrier")
                .hasMessageContaining("rank 2: java.lang.IllegalStateException: no barrier today");
    }

    @Test
    void a_worker_that_ends_is_told() throws InterruptedException {
        try (var host = BenchmarkHost.start(Transport.IPC, 2);
                var ranks = WorkerRanks.start(host, spec(2, 2, Transport.IPC, List.of("barrier"), Set.of()))) {
            ProcessHandle.current()
                    .children()
                    .filter(child -> child.info().commandLine().orElse("").contains(BenchmarkWorker.class.getName()))
                    .findFirst()
                    .orElseThrow()
                    .destroyForcibly();
            assertThatThrownBy(() -> ranks.perform(Task.prepare(KernelTable.named("barrier"))))
                    .isInstanceOf(BenchmarkFailedException.class)
                    .hasMessageMatching("worker [01] \\(process [0-9]+\\) ended by signal 9");
        }
        assertThat(folders()).isEmpty();
    }

    @Test
    void an_impossible_spec_is_refused() {
        assertThatThrownBy(() -> spec(2, 3, Transport.IPC, List.of("barrier"), Set.of()))
                .hasMessage("ranks=2, workers=3: pass at least one worker, and a rank for each");
        assertThatThrownBy(() -> spec(2, 1, Transport.IPC, List.of("pingpong"), Set.of(PeerKind.AERON)))
                .hasMessageContaining("workers=1");
    }

    private BenchmarkReport run(BenchmarkSpec spec) throws InterruptedException {
        return CollectivesBenchmark.run(spec, stream(out), stream(err));
    }

    private BenchmarkReport runWith(Kernel kernel) throws InterruptedException {
        var spec = spec(3, 1, Transport.IPC, List.of(kernel.name()), Set.of());
        return new CollectivesBenchmark(spec, List.of(kernel), stream(err)).run(stream(out));
    }

    private static BenchmarkSpec spec(
            int ranks, int workers, Transport transport, List<String> operations, Set<PeerKind> against) {
        return new BenchmarkSpec(ranks, workers, transport, operations, Sizes.parse(SIZES), Map.of(), true, against);
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static List<String> lines(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    /** What benchmarks left in shared memory. */
    private static List<Path> folders() {
        try (Stream<Path> all = Files.list(Path.of("/dev/shm"))) {
            return all.filter(path -> path.getFileName().toString().startsWith("weft-bench-"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
