package dev.weft.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.graph.algorithms.PageRank;
import dev.weft.runtime.Fault;
import dev.weft.runtime.Job;
import dev.weft.runtime.JobReport.RankReport;
import dev.weft.runtime.JobReport.Recovery;
import dev.weft.runtime.JobResult;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.Weft;
import dev.weft.runtime.testing.EventsFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Workers and ranks are killed at random: the results keep their bits, those that live keep their processes and read nothing again. */
@Timeout(240)
class KillsTest {
    private static final Path KARATE = Path.of(System.getProperty("weft.root", ".."), "examples", "graphs", "karate.e");
    private static final int FEW = 1;
    private static final int MANY = 60;
    /** So many that a kill from outside finds the job at work. */
    private static final int LONG_RUN = 4_000;

    private static final int SHORT_RUN = 30;

    @TempDir
    private Path folder;

    private Leftovers before;
    private final Map<Integer, long[]> expected = new HashMap<>();
    private final List<Recovery> recoveries = new ArrayList<>();

    @BeforeEach
    void look() {
        before = Leftovers.now();
    }

    @AfterEach
    void nothingIsLeft() {
        before.assertNothingNew(folder);
    }

    // ---- from outside

    @Test
    void aFewFromOutside() throws Exception {
        fromOutside(FEW);
    }

    @Test
    @Tag("long")
    @Timeout(3600)
    void manyFromOutside() throws Exception {
        fromOutside(MANY);
    }

    /** A run counts if the kill found it running. */
    private void fromOutside(int runs) throws Exception {
        long seed = System.nanoTime();
        int counted = 0;
        for (int i = 0; counted < runs; i++) {
            assertThat(i).as("runs, of which only " + counted + " count").isLessThan(2 * runs);
            counted += killedFromOutside(seed + i) ? 1 : 0;
        }
        tell("from outside", counted);
    }

    private boolean killedFromOutside(long seed) throws Exception {
        var random = new Random(seed);
        int workers = 2 + random.nextInt(2);
        int ranks = workers + random.nextInt(6 - workers);
        int step = 1 + random.nextInt(LONG_RUN - 1);
        String run = "seed=" + seed + " ranks=" + ranks + " workers=" + workers + " step=" + step;
        System.out.println("KillsTest " + run);
        Path state = folder.resolve("run-" + seed);
        try (Weft weft = Weft.cluster(Distribution.workers(workers, state))) {
            Job job = weft.run(spec(ranks, LONG_RUN));
            if (!reached(job, step)) {
                job.result();
                return false;
            }
            ProcessHandle worker = Leftovers.workersOf(ProcessHandle.current())
                    .sorted()
                    .skip(random.nextInt(workers))
                    .findFirst()
                    .orElseThrow();
            worker.destroyForcibly();
            JobResult result = job.result();
            assertSameBits(result, LONG_RUN, run);
            if (new EventsFile(state)
                    .line("recover", "process " + worker.pid() + " ended by signal 9")
                    .isEmpty()) {
                return false;
            }
            assertThat(result.report().recoveries()).as(run).singleElement().satisfies(recovery -> {
                assertThat(lost(recovery)).as(run).containsExactly(worker.pid());
                assertThat(recovery.evidence()).as(run).isEqualTo("exit");
            });
            survivorsReadNothing(result, run);
            recoveries.addAll(result.report().recoveries());
            return true;
        }
    }

    /** False if the job has ended before. */
    private static boolean reached(Job job, long step) throws InterruptedException {
        while (job.progress().step() < step) {
            if (job.completion().toCompletableFuture().isDone()) {
                return false;
            }
            Thread.sleep(2); // progress has no event to wait for
        }
        return true;
    }

    // ---- from inside

    @Test
    void aFewInjected() {
        injected(FEW);
    }

    @Test
    @Tag("long")
    @Timeout(3600)
    void manyInjected() {
        injected(MANY);
    }

    private void injected(int runs) {
        long seed = System.nanoTime();
        for (int i = 0; i < runs; i++) {
            hitBy(seed + i, i % 2 == 0);
        }
        tell("injected", runs);
    }

    private void hitBy(long seed, boolean aRank) {
        var random = new Random(seed);
        int workers = 2 + random.nextInt(2);
        int ranks = workers + random.nextInt(6 - workers);
        String fault = aRank
                ? "kill rank=" + random.nextInt(ranks) + " at step=" + random.nextInt(SHORT_RUN)
                : "random kills=" + (1 + random.nextInt(2)) + " seed=" + random.nextInt(1_000_000);
        List<Fault> faults = Fault.parse(fault, workers);
        String run = "seed=" + seed + " ranks=" + ranks + " workers=" + workers + " " + fault + " " + faults;
        System.out.println("KillsTest " + run);
        Path state = folder.resolve("run-" + seed);
        try (Weft weft = Weft.cluster(Distribution.workers(workers, state).faults(faults))) {
            JobResult result = weft.run(spec(ranks, SHORT_RUN)).result();
            assertSameBits(result, SHORT_RUN, run);
            List<Recovery> mended = result.report().recoveries();
            // Two workers that get to the same step at once are lost at once.
            assertThat(mended).as(run).hasSizeBetween(1, faults.size());
            long lost = mended.stream().mapToLong(each -> lost(each).size()).sum();
            assertThat(lost).as(run).isEqualTo(aRank ? 0 : faults.size());
            assertThat(new EventsFile(state).line("recover")).as(run).isPresent();
            survivorsReadNothing(result, run);
            recoveries.addAll(mended);
        }
    }

    // ---- what is seen

    private static JobSpec spec(int ranks, int iterations) {
        return JobSpec.of("kills", PageRank::new)
                .ranks(ranks)
                .threads(1)
                .args(Map.of("graph", KARATE.toString(), "directed", false, "iterations", iterations));
    }

    private void assertSameBits(JobResult result, int iterations, String run) {
        long[] local = expected.computeIfAbsent(iterations, KillsTest::inOneJvm);
        assertThat(bits(result)).as(run).isEqualTo(local);
    }

    private static long[] inOneJvm(int iterations) {
        try (Weft weft = Weft.local()) {
            return bits(weft.run(spec(1, iterations)).result());
        }
    }

    private static long[] bits(JobResult result) {
        return Arrays.stream(result.doubles("pagerank"))
                .mapToLong(Double::doubleToRawLongBits)
                .toArray();
    }

    /** The processes that were replaced; each of the others is the worker that it was. */
    private static List<Long> lost(Recovery recovery) {
        assertThat(recovery.pidsAfter()).hasSameSizeAs(recovery.pidsBefore());
        return IntStream.range(0, recovery.pidsBefore().size())
                .filter(worker -> !recovery.pidsBefore()
                        .get(worker)
                        .equals(recovery.pidsAfter().get(worker)))
                .mapToObj(recovery.pidsBefore()::get)
                .toList();
    }

    private static void survivorsReadNothing(JobResult result, String run) {
        Recovery last = result.report().recoveries().getLast();
        Set<Long> survivors = new HashSet<>(last.pidsAfter());
        survivors.retainAll(last.pidsBefore());
        for (RankReport rank : result.report().ranks()) {
            if (survivors.contains(rank.pid())) {
                assertThat(rank.bytesRead()).as(run + " rank " + rank.rank()).isZero();
            }
        }
    }

    private void tell(String kind, int runs) {
        double[] lost =
                recoveries.stream().mapToDouble(Recovery::secondsLost).sorted().toArray();
        System.out.printf(
                "KillsTest %s: %d runs, %d recoveries, seconds_lost median %.2f max %.2f%n",
                kind, runs, lost.length, lost[lost.length / 2], lost[lost.length - 1]);
    }
}
