package dev.weft.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weft.graph.algorithms.Wcc;
import dev.weft.runtime.JobLimits;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.Weft;
import dev.weft.runtime.WorkersLostException;
import dev.weft.system.Distribution.Ended;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Job files as processes: the examples print what lies in {@code expected}, and limits hold. */
@Timeout(120)
class JobFilesTest {
    private static final Path ROOT = Path.of(System.getProperty("weft.root", ".."));
    private static final Path JOBS = ROOT.resolve("examples/jobs");
    private static final Path CHECKPOINTS = JOBS.resolve("checkpoints");

    private static final Path FOR_PYTHON = JOBS.resolve("ranks-for-python");
    private static final int NUMPY_HEADER = 128;

    @TempDir
    private Path folder;

    static List<String> examples() throws IOException {
        try (Stream<Path> files = Files.list(JOBS)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml"))
                    .filter(name -> !name.contains("host") && !name.contains("gpu"))
                    .sorted()
                    .toList();
        }
    }

    @BeforeEach
    void removeWhatPythonGave() throws IOException {
        Files.deleteIfExists(FOR_PYTHON.resolve("spread.txt"));
        Files.deleteIfExists(FOR_PYTHON.resolve("ranks.npy"));
    }

    @AfterEach
    void removeCheckpoints() throws IOException {
        try (Stream<Path> files = Files.walk(CHECKPOINTS)) {
            files.filter(file -> !file.equals(CHECKPOINTS) && !file.endsWith(".gitignore"))
                    .sorted(Comparator.reverseOrder())
                    .forEach(file -> assertThat(file.toFile().delete()).isTrue());
        }
    }

    @Test
    void thereAreSixExamples() throws IOException {
        assertThat(examples()).hasSizeGreaterThanOrEqualTo(6);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void anExampleRunsAsItStandsFromTheCheckoutsRoot(String name) throws Exception {
        assumeTrue(!name.contains("python") || hasPython(), () -> name + " needs python3, which is not here");
        String printed = new JavaProcess(folder, ROOT)
                .run(ExamplesTest.weftsClassPath(), List.of("dev.weft.launcher.Main", "run", "examples/jobs/" + name));
        assertThat(printed)
                .isEqualTo(Files.readString(JOBS.resolve("expected").resolve(name.replace(".yaml", ".txt"))));
        if (name.contains("python")) {
            assertThatPythonReadWhatWeftWrote();
        }
        try (Stream<Path> saved = Files.walk(CHECKPOINTS)) {
            assertThat(saved.anyMatch(file -> file.endsWith("manifest"))).isEqualTo(name.contains("checkpoints"));
        }
    }

    @Test
    void theExampleForHostsIsPlanned() throws Exception {
        String printed = new JavaProcess(folder, ROOT)
                .run(
                        ExamplesTest.weftsClassPath(),
                        List.of("dev.weft.launcher.Main", "plan", "examples/jobs/pagerank-on-hosts.yaml"));
        assertThat(printed).startsWith("pagerank-on-hosts: 4 ranks on 1 host").contains("compute-1");
    }

    @Test
    void theExampleForGpusIsReadWhereThereAreNone() throws Exception {
        String printed = new JavaProcess(folder, ROOT)
                .run(
                        ExamplesTest.weftsClassPath(),
                        List.of("dev.weft.launcher.Main", "run", "examples/jobs/pagerank-gpu.yaml", "--dry-run"));
        assertThat(printed).contains("nvidia.com/gpu: 0.5").contains("device: gpu");
    }

    private static boolean hasPython() {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(path -> Files.isExecutable(Path.of(path, "python3")));
    }

    /** e to the power of the entropy of the ranks, from the file that Weft gave it. */
    private static void assertThatPythonReadWhatWeftWrote() throws IOException {
        ByteBuffer ranks = ByteBuffer.wrap(Files.readAllBytes(FOR_PYTHON.resolve("ranks.npy")))
                .order(ByteOrder.LITTLE_ENDIAN)
                .position(NUMPY_HEADER);
        double entropy = 0;
        while (ranks.hasRemaining()) {
            double rank = ranks.getDouble();
            entropy -= rank * Math.log(rank);
        }
        assertThat(FOR_PYTHON.resolve("spread.txt"))
                .hasContent(String.format(Locale.ROOT, "%.6f vertices", Math.exp(entropy)));
    }

    @Test
    void theSchemaIsInTheDistribution() {
        requireArchive();
        assertThat(Distribution.home().resolve("schema/job-v1.json"))
                .hasSameTextualContentAs(ROOT.resolve("launcher/schema/job-v1.json"));
    }

    // ---- limits

    @Test
    void workersThatAreNotThereInTimeEndTheJob() {
        JobSpec job = JobSpec.of("wcc", Wcc::new)
                .ranks(2)
                .arg("graph", Distribution.KRONECKER)
                .limits(new JobLimits(3, Duration.ofSeconds(2)));
        // The JVM waits before its first instruction for a file to be removed.
        List<String> stopped = List.of(
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:+PauseAtStartup",
                "-XX:PauseAtStartupFile=" + folder.resolve("paused"));
        try (Weft weft = Weft.cluster(Distribution.workers(2, folder).workerFlags(stopped))) {
            assertThatThrownBy(() -> weft.run(job).result())
                    .isInstanceOfSatisfying(
                            WorkersLostException.class,
                            lost -> assertThat(lost.started()).isFalse())
                    .hasMessageContaining("the workers could not start: after 2 s 0 of 2 workers were there");
        }
    }

    @Test
    void aJobThatMayNotBeRestartedEndsWithItsFirstLoss() throws Exception {
        requireArchive();
        Ended ended = weft("""
                  backoffLimit: 0
                  inject: [kill worker=1 at step=1]
                  operators:
                    - {program: wcc, workers: 2, threads: 1, input: {graph: "kronecker:scale=8,degree=8,seed=1"}}
                """);
        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(1);
        assertThat(ended.err().lines())
                .singleElement()
                .asString()
                .contains("was given up, since 0 restarts within 10 minutes are the limit")
                .contains("worker 1 was lost");
    }

    @Test
    void aProcessHasTheHeapOfItsRanks() throws Exception {
        requireArchive();
        Files.writeString(folder.resolve("Heap.java"), """
                import dev.weft.runtime.*;
                public class Heap implements Program {
                    public void run(Rank rank) {
                        rank.result("flags", String.join(" ",
                            java.lang.management.ManagementFactory.getRuntimeMXBean().getInputArguments()));
                    }
                }
                """);
        Ended here = weft("  operators: [{program: Heap.java, ranks: 3, resources: {memory: 64Mi}}]\n");
        assertThat(here.exitCode()).as(here.err()).isZero();
        assertThat(here.out()).contains("-Xmx192m");
        Ended workers = weft("  operators: [{program: Heap.java, ranks: 3, workers: 2, resources: {memory: 64Mi}}]\n");
        assertThat(workers.exitCode()).as(workers.err()).isZero();
        assertThat(workers.out()).contains("-Xmx128m");
    }

    /** One judge in a worker of its own, three players in two; one of these is killed, and replaced by its spare. */
    @Test
    void operatorsHaveWorkersOfTheirOwn() throws Exception {
        requireArchive();
        String job = Files.readString(JOBS.resolve("two-operators.yaml"))
                .replace("two-operators/", JOBS.toAbsolutePath().normalize() + "/two-operators/")
                .replace("ranks: 1\n", "ranks: 1\n      workers: 1\n      resources: {memory: 96Mi}\n")
                .replace("ranks: 3\n", "ranks: 3\n      workers: 2\n      resources: {memory: 64Mi}\n")
                .replace("spec:\n", "spec:\n  spares: 1\n  inject: [kill worker=2 at step=3]\n");
        Files.writeString(folder.resolve("job.yaml"), job);
        Ended ended = Distribution.end(
                Distribution.start(folder, Map.of("XDG_STATE_HOME", folder.toString()), List.of("run", "job.yaml")));
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.out()).isEqualTo(Files.readString(JOBS.resolve("expected/two-operators.txt")));
        assertThat(ended.err()).contains("worker 2 was lost").contains("on 4 ranks of 1 thread");
    }

    private static void requireArchive() {
        assumeTrue(
                Distribution.archive().isPresent(),
                () -> "there is no weft-*.tar.gz in " + Distribution.TARGET + ": mvn verify makes it");
        assertThat(Distribution.firstRun().exitCode()).isZero();
    }

    private Ended weft(String spec) throws IOException {
        Files.writeString(
                folder.resolve("job.yaml"), "apiVersion: weft/v1\nkind: Job\nmetadata: {name: limits}\nspec:\n" + spec);
        return Distribution.end(Distribution.start(
                folder, Map.of("XDG_STATE_HOME", folder.toString()), List.of("run", "job.yaml", "--quiet")));
    }
}
