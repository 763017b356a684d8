package dev.weft.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.runtime.Fault;
import dev.weft.runtime.Job;
import dev.weft.runtime.JobReport.RankReport;
import dev.weft.runtime.JobReport.Recovery;
import dev.weft.runtime.JobResult;
import dev.weft.runtime.Weft;
import dev.weft.runtime.testing.EventsFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Workers and ranks of jobs that save nothing are killed at random: the results keep their bits, those that live keep their processes and read nothing again. */
@Timeout(240)
class KillsTest extends LeavesNothing {
    private static final SavedProgram PROGRAM = SavedProgram.PAGERANK;
    private static final int FEW = 1;
    private static final int MANY = 60;

    private final List<Recovery> recoveries = new ArrayList<>();

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
        int step = random.nextInt(1 + PROGRAM.steps() * 3 / 4);
        var kill = new OutsideKill(random.nextInt(workers), step, random.nextInt(2 * PROGRAM.millis()));
        String run = "seed=" + seed + " ranks=" + ranks + " workers=" + workers + " " + kill;
        System.out.println("KillsTest " + run);
        Path state = folder.resolve("run-" + seed);
        try (Weft weft = Weft.cluster(Distribution.shortLived(workers, state))) {
            Job job = weft.run(PROGRAM.slowly(ranks));
            Optional<ProcessHandle> victim = kill.strike(job);
            JobResult result = job.result();
            PROGRAM.assertUndisturbed(result, run);
            if (victim.filter(each -> OutsideKill.isFelt(each, new EventsFile(state)))
                    .isEmpty()) {
                return false;
            }
            assertThat(result.report().recoveries()).as(run).singleElement().satisfies(recovery -> {
                assertThat(lost(recovery)).as(run).containsExactly(victim.get().pid());
                assertThat(recovery.evidence()).as(run).isEqualTo("exit");
            });
            survivorsReadNothing(result, run);
            recoveries.addAll(result.report().recoveries());
            return true;
        }
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
                ? "kill rank=" + random.nextInt(ranks) + " at step=" + random.nextInt(PROGRAM.steps())
                : "random kills=" + (1 + random.nextInt(2)) + " seed=" + random.nextInt(1_000_000);
        List<Fault> faults = Fault.parse(fault, workers);
        String run = "seed=" + seed + " ranks=" + ranks + " workers=" + workers + " " + fault + " " + faults;
        System.out.println("KillsTest " + run);
        Path state = folder.resolve("run-" + seed);
        try (Weft weft = Weft.cluster(Distribution.shortLived(workers, state).faults(faults))) {
            JobResult result = weft.run(PROGRAM.slowly(ranks)).result();
            PROGRAM.assertUndisturbed(result, run);
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
