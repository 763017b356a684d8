package dev.weft.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.runtime.CheckpointSpec;
import dev.weft.runtime.ClusterSpec;
import dev.weft.runtime.Fault;
import dev.weft.runtime.Job;
import dev.weft.runtime.JobReport.RankReport;
import dev.weft.runtime.JobReport.Recovery;
import dev.weft.runtime.JobResult;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.SaveInterval;
import dev.weft.runtime.Weft;
import dev.weft.runtime.testing.EventsFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Jobs that save their state, on workers that are killed at random, half of them from outside: they go on from their last checkpoint, and give the
 * bits of an undisturbed run; who was not killed keeps process and graph.
 */
class SavedKillsTest extends LeavesNothing {
    private static final int FEW = 6;
    private static final int MANY = 200;

    @TempDir
    private Path store;

    private final List<Recovery> recoveries = new ArrayList<>();

    @Test
    @Timeout(300)
    void aFew() throws Exception {
        killed(FEW);
    }

    @Test
    @Tag("long")
    @Timeout(3600)
    void many() throws Exception {
        killed(MANY);
    }

    /** A run counts if the kill found it at work. */
    private void killed(int runs) throws Exception {
        long seed = System.nanoTime();
        int counted = 0;
        for (int i = 0; counted < runs; i++) {
            assertThat(i).as("runs, of which only " + counted + " count").isLessThan(2 * runs);
            counted += new Run(seed + i, counted).isKilled() ? 1 : 0;
        }
        double[] lost =
                recoveries.stream().mapToDouble(Recovery::secondsLost).sorted().toArray();
        System.out.printf(
                "SavedKillsTest: %d runs, %d went on from a checkpoint; seconds_lost median %.2f max %.2f%n",
                counted,
                recoveries.stream().filter(each -> each.restoredFromStep() > 0).count(),
                lost[lost.length / 2],
                lost[lost.length - 1]);
    }

    /** One job, and what happens to it. */
    private final class Run {
        private final SavedProgram program;
        private final int workers;
        private final JobSpec spec;
        private final Path state;
        private final String fault;
        private final boolean fromOutside;
        private final OutsideKill kill;
        private final String text;

        Run(long seed, int number) {
            var random = new Random(seed);
            int programs = SavedProgram.ALL.size();
            program = SavedProgram.ALL.get(number % programs);
            fromOutside = (number % programs + number / programs) % 2 == 0;
            workers = random.nextInt(4) == 0 ? 3 : 2;
            int ranks = workers + random.nextInt(2);
            int worker = random.nextInt(workers);
            int step = random.nextInt(1 + program.steps() * 3 / 4);
            kill = new OutsideKill(worker, step, random.nextInt(2 * program.millis()));
            fault = random.nextInt(3) == 0
                    ? "kill rank=" + random.nextInt(ranks) + " at step=" + step
                    : "kill worker=" + worker + " at step=" + step;
            state = folder.resolve("run-" + seed);
            spec = program.slowly(ranks)
                    .checkpoint(CheckpointSpec.of(store.toString(), new SaveInterval.EverySteps(program.every())));
            text = "seed=" + seed + " " + program.name() + " ranks=" + ranks + " workers=" + workers + " "
                    + (fromOutside ? kill : fault);
            System.out.println("SavedKillsTest " + text);
        }

        boolean isKilled() throws Exception {
            return fromOutside ? isKilledFromOutside() : isKilledFromInside();
        }

        private boolean isKilledFromInside() {
            ClusterSpec cluster = Distribution.shortLived(workers, state).faults(Fault.parse(fault, workers));
            try (Weft weft = Weft.cluster(cluster)) {
                JobResult result = weft.run(spec).result();
                assertRecovered(result, fault.contains("worker") ? 1 : 0);
                assertThat(last(result).stepsRedone()).as(text).isLessThanOrEqualTo(program.every());
                return true;
            }
        }

        private boolean isKilledFromOutside() throws Exception {
            try (Weft weft = Weft.cluster(Distribution.shortLived(workers, state))) {
                Job job = weft.run(spec);
                Optional<ProcessHandle> victim = kill.strike(job);
                JobResult result = job.result();
                program.assertUndisturbed(result, text);
                if (victim.filter(each -> OutsideKill.isFelt(each, events())).isEmpty()) {
                    return false;
                }
                assertRecovered(result, 1);
                assertThat(last(result).evidence()).as(text).isEqualTo("exit");
                assertThat(last(result).stepsRedone()).as(text).isLessThanOrEqualTo(2L * program.every());
                return true;
            }
        }

        private EventsFile events() {
            return new EventsFile(state);
        }

        private void assertRecovered(JobResult result, int lost) {
            program.assertUndisturbed(result, text);
            assertThat(result.report().recoveries()).as(text).hasSize(1);
            Recovery recovery = last(result);
            recoveries.add(recovery);
            if (committedBefore()) {
                assertThat(recovery.restoredFromStep()).as(text).isPositive();
            } else {
                assertThat(recovery.restoredFromStep()).as(text).isZero();
            }
            List<Long> processes = recovery.pidsAfter();
            List<Integer> others = IntStream.range(0, workers)
                    .filter(each ->
                            processes.get(each).equals(recovery.pidsBefore().get(each)))
                    .boxed()
                    .toList();
            assertThat(others).as(text).hasSize(workers - lost);
            assertReadNothing(
                    result, Set.copyOf(others.stream().map(processes::get).toList()));
        }

        /** Whether there was a checkpoint when the job's second epoch began in the store. */
        private boolean committedBefore() {
            List<String> lines = events().lines();
            int second = lines.indexOf(lines.stream()
                    .filter(line -> line.contains(" begin epoch=2"))
                    .findFirst()
                    .orElseThrow());
            return lines.subList(0, second).stream().anyMatch(line -> line.contains(" checkpoint epoch="));
        }

        private void assertReadNothing(JobResult result, Set<Long> processes) {
            for (RankReport rank : result.report().ranks()) {
                if (processes.contains(rank.pid())) {
                    assertThat(rank.bytesRead())
                            .as(text + " rank " + rank.rank())
                            .isZero();
                }
            }
        }

        private Recovery last(JobResult result) {
            return result.report().recoveries().getLast();
        }
    }
}
