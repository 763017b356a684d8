package dev.weft.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.weft.collectives.Op;
import dev.weft.collectives.Transport;
import dev.weft.graph.algorithms.Bfs;
import dev.weft.graph.algorithms.PageRank;
import dev.weft.graph.algorithms.Wcc;
import dev.weft.runtime.ClusterSpec;
import dev.weft.runtime.Fault;
import dev.weft.runtime.Job;
import dev.weft.runtime.JobCancelledException;
import dev.weft.runtime.JobFailedException;
import dev.weft.runtime.JobReport.RankReport;
import dev.weft.runtime.JobReport.Recovery;
import dev.weft.runtime.JobResult;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.Program;
import dev.weft.runtime.Rank;
import dev.weft.runtime.RemoteException;
import dev.weft.runtime.UsageException;
import dev.weft.runtime.Weft;
import dev.weft.runtime.WorkersLostException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs on worker processes: the same results as in one JVM, also where a worker is lost, and nothing left behind. */
@Timeout(90)
class WorkersTest extends LeavesNothing {
    private static final Path KARATE = Path.of(System.getProperty("weft.root", ".."), "examples", "graphs", "karate.e");
    private static final Map<String, Object> GRAPH =
            Map.of("graph", KARATE.toString(), "directed", false, "iterations", 30, "source", 1);

    private ClusterSpec cluster(int workers) {
        return Distribution.workers(workers, folder);
    }

    private static JobSpec spec(Supplier<? extends Program> program, int ranks) {
        return JobSpec.of("", program).ranks(ranks).threads(1).args(GRAPH);
    }

    private static JobResult onWorkers(ClusterSpec cluster, JobSpec spec) {
        try (Weft weft = Weft.cluster(cluster)) {
            return weft.run(spec).result();
        }
    }

    private static JobResult local(JobSpec spec) {
        try (Weft weft = Weft.local()) {
            return weft.run(spec).result();
        }
    }

    private static void assertSame(JobResult actual, JobResult expected) {
        assertThat(actual.columns()).isEqualTo(expected.columns());
        assertThat(actual.ids()).isEqualTo(expected.ids());
        for (String column : expected.columns()) {
            for (int i = 0; i < expected.column(column).size(); i++) {
                assertThat(actual.column(column).text(i))
                        .isEqualTo(expected.column(column).text(i));
            }
        }
        assertThat(actual.scalars()).isEqualTo(expected.scalars());
    }

    // ---- what works

    @Test
    void aJobGivesWhatItGivesInOneJvmAndTellsOfItsWorkers() throws IOException {
        JobResult result = onWorkers(cluster(2), spec(PageRank::new, 3));
        assertSame(result, local(spec(PageRank::new, 1)));
        assertThat(result.report().ranks()).extracting(RankReport::worker).containsExactly(0, 1, 1);
        Set<Long> pids = result.report().ranks().stream().map(RankReport::pid).collect(Collectors.toSet());
        assertThat(pids).hasSize(2).doesNotContain(ProcessHandle.current().pid());
        assertThat(result.report().bytesByTransport()).containsOnlyKeys("memory", "ipc");
        assertThat(result.report().bytesByTransport().get("ipc")).isPositive();
        assertThat(result.report().recoveries()).isEmpty();
        logsAndEventsStay();
    }

    private void logsAndEventsStay() throws IOException {
        try (Stream<Path> jobs = Files.list(folder)) {
            Path job = jobs.findFirst().orElseThrow();
            assertThat(Files.readString(job.resolve("events")))
                    .contains("state=RUNNING")
                    .contains("end outcome=Done");
            assertThat(job.resolve("logs")).isDirectory();
        }
    }

    @Test
    void moreRanksThanWorkersAndDatagrams() {
        assertSame(onWorkers(cluster(3).transport(Transport.UDP), spec(Bfs::new, 5)), local(spec(Bfs::new, 1)));
    }

    @Tag("long")
    @Test
    void componentsByDatagrams() {
        assertSame(onWorkers(cluster(2).transport(Transport.UDP), spec(Wcc::new, 2)), local(spec(Wcc::new, 1)));
    }

    /** Answers with its number and what it was asked, for as long as nobody says "end". */
    static final class Echo implements Program {
        @Override
        public void run(Rank rank) {
            var ended = new AtomicBoolean();
            rank.onMessage(message -> {
                String text = new String(message, UTF_8);
                ended.set(text.equals("end"));
                return (rank.number() + " " + text).getBytes(UTF_8);
            });
            for (long _ : rank.steps()) {
                if (rank.communicator().allReduce(ended.get() ? 1L : 0L, Op.MAX) > 0) {
                    break;
                }
            }
        }
    }

    @Test
    void ranksAnswerMessages() throws Exception {
        try (Weft weft = Weft.cluster(cluster(2))) {
            Job job = weft.run(spec(Echo::new, 3));
            awaitStep(job, 10);
            for (int rank : List.of(2, 0, 1)) {
                assertThat(answer(job, rank, "hello")).isEqualTo(rank + " hello");
            }
            assertThat(answer(job, 1, "end")).isEqualTo("1 end");
            assertThat(job.result().columns()).isEmpty();
            assertThat(job.rank(0).ask("late".getBytes(UTF_8)))
                    .failsWithin(5, TimeUnit.SECONDS)
                    .withThrowableThat()
                    .withMessageContaining("has ended");
        }
    }

    private static String answer(Job job, int rank, String question) throws Exception {
        var answer = job.rank(rank).ask(question.getBytes(UTF_8)).toCompletableFuture();
        return new String(answer.get(10, TimeUnit.SECONDS), UTF_8);
    }

    // ---- what is mended

    /** More of them, drawn and from outside, in {@link KillsTest}. */
    @ParameterizedTest
    @ValueSource(strings = {"kill worker=1 at step=5", "kill rank=0 at step=3"})
    void aFaultIsMended(String fault) {
        List<Fault> faults = Fault.parse(fault, 2);
        JobResult result = onWorkers(cluster(2).faults(faults), spec(PageRank::new, 3));
        assertSame(result, local(spec(PageRank::new, 1)));
        assertThat(result.report().recoveries()).hasSize(faults.size());
        Recovery last = result.report().recoveries().getLast();
        assertThat(last.restoredFromStep()).isZero();
        assertThat(last.stepsRedone()).isPositive();
        survivorsReloadNothing(result, last);
    }

    private static void survivorsReloadNothing(JobResult result, Recovery last) {
        Set<Long> survivors = new HashSet<>(last.pidsBefore());
        survivors.retainAll(last.pidsAfter());
        assertThat(survivors).isNotEmpty();
        for (RankReport rank : result.report().ranks()) {
            if (survivors.contains(rank.pid())) {
                assertThat(rank.bytesRead()).as("rank " + rank.rank()).isZero();
            }
        }
    }

    @Test
    void aSpareTakesTheLostOnesPlace() {
        JobResult result = onWorkers(
                cluster(2).spares(1).faults(Fault.parse("kill worker=0 at step=4", 2)), spec(PageRank::new, 2));
        assertSame(result, local(spec(PageRank::new, 1)));
        assertThat(result.report().recoveries()).singleElement().satisfies(recovery -> {
            assertThat(recovery.evidence()).isEqualTo("exit");
            assertThat(recovery.cause()).contains("worker 0").contains("signal 9");
            assertThat(recovery.pidsAfter().get(1))
                    .isEqualTo(recovery.pidsBefore().get(1));
        });
    }

    @Test
    @Tag("long")
    void allWorkersKilledAtOnceAreAllReplaced() throws Exception {
        JobSpec spec = spec(PageRank::new, 2).arg("iterations", 5_000);
        try (Weft weft = Weft.cluster(cluster(2))) {
            Job job = weft.run(spec);
            awaitStep(job, 10);
            Leftovers.workersOf(ProcessHandle.current()).toList().forEach(ProcessHandle::destroyForcibly);
            assertSame(job.completion().toCompletableFuture().get(60, TimeUnit.SECONDS), local(spec));
            assertThat(job.result().report().recoveries()).hasSize(1);
        }
    }

    @Test
    @Tag("long")
    void aShortStandstillIsForgiven() {
        var faults = Fault.parse("pause worker=1 at step=3 for=2s", 2);
        JobResult result = onWorkers(cluster(2).faults(faults), spec(PageRank::new, 2));
        assertSame(result, local(spec(PageRank::new, 1)));
        assertThat(result.report().recoveries()).isEmpty();
    }

    private static void awaitStep(Job job, long step) throws InterruptedException {
        while (job.progress().step() < step) {
            assertThat(job.completion().toCompletableFuture()).isNotDone();
            Thread.sleep(5); // progress has no event to wait for
        }
    }

    // ---- what is not mended

    /** Fails at a step, always. */
    static final class Buggy implements Program {
        @Override
        public void run(Rank rank) {
            for (long step : rank.steps(10)) {
                if (step == 4 && rank.number() == 1) {
                    throw new IllegalStateException("a bug at step 4");
                }
            }
        }
    }

    @Test
    void aBugFailsTheJobWithItsOwnException() {
        var failed = catchThrowableOfType(JobFailedException.class, () -> onWorkers(cluster(2), spec(Buggy::new, 2)));
        assertThat(failed.rank()).isEqualTo(1);
        assertThat(failed.step()).isEqualTo(4);
        assertThat(failed).cause().isInstanceOf(RemoteException.class).hasMessage("a bug at step 4");
        assertThat(failed.getCause().getStackTrace()[0].getMethodName()).isEqualTo("run");
        assertThat(((RemoteException) failed.getCause()).className()).endsWith("IllegalStateException");
    }

    @Test
    void wrongInputIsToldAsItIsInOneJvm() {
        JobSpec spec = spec(PageRank::new, 2).arg("graph", "/no/such/graph");
        assertThatThrownBy(() -> onWorkers(cluster(2), spec))
                .isInstanceOf(JobFailedException.class)
                .cause()
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("/no/such/graph");
    }

    @Test
    void aProgramThatWorkersCannotMakeIsRefusedAtOnce() {
        assertThatThrownBy(() -> onWorkers(
                        cluster(2), JobSpec.of("lambda", () -> rank -> {}).ranks(2)))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("class of its own");
        assertThatThrownBy(() -> onWorkers(cluster(3), spec(PageRank::new, 2)))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("ranks=2 < workers=3");
    }

    @Test
    void workersThatCannotStartEndTheJob() {
        var flags = List.of("-XX:NoSuchFlag");
        assertThatThrownBy(() -> onWorkers(cluster(2).workerFlags(flags), spec(PageRank::new, 2)))
                .isInstanceOf(WorkersLostException.class)
                .hasMessageContaining("could not start")
                .hasMessageContaining("exit code 1");
    }

    @Test
    void aCancelledJobLeavesNothing() throws Exception {
        try (Weft weft = Weft.cluster(cluster(2))) {
            Job job = weft.run(spec(PageRank::new, 2).arg("iterations", 2_000_000_000));
            awaitStep(job, 100);
            job.cancel();
            assertThatThrownBy(job::result).isInstanceOf(JobCancelledException.class);
        }
    }
}
