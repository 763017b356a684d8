package dev.weft.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.graph.algorithms.PageRank;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.Weft;
import dev.weft.runtime.testing.EventsFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The launcher as a process: however it and its workers end, nothing of the job stays but logs, events and dumps of flight recorders. */
@Timeout(120)
class HygieneTest {
    private static final Path KARATE = Path.of(System.getProperty("weft.root", ".."), "examples", "graphs", "karate.e");
    private static final Path SHARED_MEMORY = Path.of("/dev/shm", "weft-" + System.getProperty("user.name"));
    private static final int FOR_EVER = 2_000_000_000;
    private static final int INTERRUPTED = 130;

    @TempDir
    private Path home;

    @TempDir
    private Path elsewhere;

    private Process launcher;

    @AfterEach
    void endWhatIsLeft() {
        launcher.destroyForcibly();
        workers().forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    void anInterruptedOneLeavesNothing() throws Exception {
        launch(FOR_EVER);
        kill("INT", launcher.toHandle());
        assertThat(launcher.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(launcher.exitValue()).as(said()).isEqualTo(INTERRUPTED);
        within(Duration.ofSeconds(5), "no worker is left", () -> workers().isEmpty());
        within(Duration.ofSeconds(5), "only logs and events are left", this::onlyLogsAndEvents);
    }

    @Test
    void aKilledOneTakesItsWorkersAlong() throws Exception {
        launch(FOR_EVER);
        kill("KILL", launcher.toHandle());
        long seconds = 3;
        within(Duration.ofSeconds(seconds), "no worker is left", () -> workers().isEmpty());
        within(Duration.ofSeconds(seconds), "only logs and events are left", this::onlyLogsAndEvents);
    }

    @Test
    @Tag("long")
    void allWorkersKilledAtOnceAreReplaced() throws Exception {
        launch(6_000);
        kill("KILL", workers().toArray(ProcessHandle[]::new));
        assertThat(launcher.waitFor(90, TimeUnit.SECONDS)).isTrue();
        assertThat(launcher.exitValue()).as(said()).isZero();
        assertThat(events().line("recover", "ended by signal 9")).isPresent();
        assertThat(workers()).isEmpty();
        assertThat(onlyLogsAndEvents()).isTrue();
    }

    /** Nobody is left that could clean up; the next job does. */
    @Test
    void whatAllOfThemLeaveTheNextJobRemoves() throws Exception {
        launch(FOR_EVER);
        Stream<ProcessHandle> all = Stream.concat(workers().stream(), Stream.of(launcher.toHandle()));
        kill("KILL", all.toArray(ProcessHandle[]::new));
        assertThat(onlyLogsAndEvents()).as("all is clean already").isFalse();
        assertThat(launcher.waitFor(5, TimeUnit.SECONDS)).isTrue();
        within(Duration.ofSeconds(5), "no worker is left", () -> workers().isEmpty());
        try (Weft weft = Weft.cluster(Distribution.workers(1, elsewhere))) {
            weft.run(JobSpec.of("next", PageRank::new).arg("graph", KARATE.toString()))
                    .result();
        }
        assertThat(onlyLogsAndEvents()).isTrue();
    }

    // ---- the launcher

    /** Returns when its job runs. */
    private void launch(int iterations) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                Distribution.classPath(),
                "dev.weft.launcher.Main",
                "run",
                "pagerank",
                "--graph",
                KARATE.toString(),
                "--undirected",
                "--workers",
                "2",
                "--iterations",
                Integer.toString(iterations),
                "--quiet"));
        command.addAll(1, Distribution.startFlags());
        var builder = new ProcessBuilder(command);
        builder.environment().put("XDG_STATE_HOME", home.toString());
        launcher = builder.redirectErrorStream(true)
                .redirectOutput(elsewhere.resolve("out").toFile())
                .start();
        events().await("state=RUNNING");
        assertThat(workers()).hasSize(2);
    }

    private EventsFile events() {
        return new EventsFile(home.resolve("weft"));
    }

    private String said() throws IOException {
        return Files.readString(elsewhere.resolve("out"), StandardCharsets.UTF_8);
    }

    private static void kill(String signal, ProcessHandle... processes) throws Exception {
        String pids =
                Stream.of(processes).map(each -> Long.toString(each.pid())).collect(Collectors.joining(" "));
        Process kill = new ProcessBuilder("sh", "-c", "kill -" + signal + " " + pids)
                .inheritIO()
                .start();
        assertThat(kill.waitFor()).isZero();
    }

    // ---- what is left

    /** The workers of this launcher, also when it is gone: their command line names the log in its state folder. */
    private List<ProcessHandle> workers() {
        return ProcessHandle.allProcesses()
                .filter(process -> commandLine(process).contains(home.toString()))
                .toList();
    }

    /** Nothing if it has ended. */
    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(
                    Path.of("/proc", Long.toString(process.pid()), "cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }

    private boolean onlyLogsAndEvents() {
        Path job = events().job();
        try (Stream<Path> files = Files.list(job)) {
            return files.map(file -> file.getFileName().toString())
                            .allMatch(
                                    name -> List.of("events", "logs", "flight").contains(name))
                    && !Files.exists(SHARED_MEMORY.resolve(job.getFileName()));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Prints how long it took. */
    private static void within(Duration limit, String what, BooleanSupplier condition) throws InterruptedException {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - start).as("ns until " + what).isLessThan(limit.toNanos());
            Thread.sleep(10); // the end of others' processes and files has no event to wait for
        }
        System.out.printf("HygieneTest: %s after %d ms%n", what, (System.nanoTime() - start) / 1_000_000);
    }
}
