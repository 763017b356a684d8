package dev.weft.runtime.saving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.checkpoint.Body;
import dev.weft.checkpoint.ObjectStore;
import dev.weft.checkpoint.StoreException;
import dev.weft.checkpoint.save.DamagedException;
import dev.weft.checkpoint.save.StepId;
import dev.weft.collectives.Op;
import dev.weft.collectives.Placement;
import dev.weft.runtime.InjectedFaultException;
import dev.weft.runtime.JobResult;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.Program;
import dev.weft.runtime.Rank;
import dev.weft.runtime.SaveInterval;
import dev.weft.runtime.testing.SavedRanks;
import dev.weft.runtime.testing.ThreadRanks;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A program without a graph, with two arrays of each rank's own and a counter that is the same on all. */
@Timeout(60)
class SavedStepsTest {
    private static final Placement PLACE = Placement.of(2, 1);
    private static final int STEPS = 12;

    /** Passes numbers round, and counts. */
    private static final class Numbers implements Program {
        @Override
        public void run(Rank rank) {
            long[] mine = new long[5 + rank.number()];
            double[] sums = new double[3];
            long[] counter = new long[1];
            var steps =
                    rank.steps(STEPS).saving("mine", mine).saving("sums", sums).savingSame("counter", counter);
            for (long step : steps) {
                for (int i = 0; i < mine.length; i++) {
                    mine[i] = mine[i] * 31 + step + rank.number();
                }
                long all = rank.communicator().allReduce(mine[(int) step % mine.length], Op.SUM);
                sums[(int) step % 3] += all / 7.0;
                counter[0] += all & 0xff;
            }
            rank.result("first", mine[0]);
            rank.result("sum", sums[0] + sums[1] + sums[2]);
            rank.result("counter", counter[0]);
        }
    }

    /** Counts on each rank by itself. */
    private static final class Uneven implements Program {
        @Override
        public void run(Rank rank) {
            long[] counter = new long[1];
            for (long _ : rank.steps(STEPS).saving("none", new byte[1]).savingSame("counter", counter)) {
                counter[0] += rank.number();
            }
        }
    }

    /** Depends on when it runs. */
    private static final class Clock implements Program {
        @Override
        public void run(Rank rank) {
            long[] times = new long[1];
            for (long _ : rank.steps(STEPS).saving("times", times)) {
                times[0] = System.nanoTime();
            }
        }
    }

    private final SavedRanks job = new SavedRanks(new SaveInterval.EverySteps(3));

    @Test
    void isKilledAtEveryStepAndGivesTheSame() throws StoreException {
        JobSpec spec = JobSpec.of("numbers", Numbers::new).ranks(3).threads(1);
        JobResult undisturbed = ThreadRanks.run(spec);
        for (int step = 0; step < STEPS; step++) {
            int killed = step;
            assertThatThrownBy(() -> job.attempt(spec, PLACE, killed)).isInstanceOf(InjectedFaultException.class);
        }
        JobResult result = job.attempt(spec, PLACE, -1);
        assertThat(job.from()).isEqualTo(new StepId(0, 9));
        assertThat(result.scalars()).isEqualTo(undisturbed.scalars());
    }

    @Test
    void anotherNumberOfRanksIsRefused() {
        assertThatThrownBy(
                        () -> job.attempt(JobSpec.of("n", Numbers::new).ranks(3).threads(1), PLACE, 7))
                .isInstanceOf(InjectedFaultException.class);
        assertThatThrownBy(
                        () -> job.attempt(JobSpec.of("n", Numbers::new).ranks(2).threads(1), Placement.of(2), -1))
                .hasMessageContaining("has 3 partitions, the program's state 2");
    }

    @Test
    void theOlderCheckpointIsTakenIfTheNewestIsDamaged() throws StoreException {
        JobSpec spec = JobSpec.of("numbers", Numbers::new).ranks(3).threads(1);
        JobResult undisturbed = ThreadRanks.run(spec);
        assertThatThrownBy(() -> job.attempt(spec, PLACE, 8)).isInstanceOf(InjectedFaultException.class);
        damage("checkpoints/0-000000000006/", new Random(5));
        assertThatThrownBy(() -> job.attempt(spec, PLACE, -1)).isInstanceOf(DamagedException.class);
        assertThat(job.from()).isEqualTo(new StepId(0, 6));
        JobResult result = job.attempt(spec, PLACE, -1);
        assertThat(job.from()).isEqualTo(new StepId(0, 3));
        assertThat(result.scalars()).isEqualTo(undisturbed.scalars());
    }

    private void damage(String folder, Random random) throws StoreException {
        for (ObjectStore.Entry object : job.store().list(folder, "", ObjectStore.PAGE)) {
            if (!object.key().endsWith("manifest")) {
                byte[] bytes = job.store().get(object.key()).orElseThrow();
                int bit = random.nextInt(8 * bytes.length);
                bytes[bit / 8] ^= (byte) (1 << bit % 8);
                job.store().put(object.key(), Body.of(bytes));
            }
        }
    }

    @Test
    void ranksThatDifferInWhatIsToBeTheSameAreFound() {
        assertThatThrownBy(
                        () -> job.attempt(JobSpec.of("u", Uneven::new).ranks(3).threads(1), PLACE, -1))
                .hasMessageContaining("ranks differ in \"counter\"");
    }

    @Test
    void aStepThatIsDoneAgainDifferentlyIsFound() {
        JobSpec spec = JobSpec.of("clock", Clock::new).ranks(3).threads(1);
        assertThatThrownBy(() -> job.attempt(spec, PLACE, 8)).isInstanceOf(InjectedFaultException.class);
        assertThatThrownBy(() -> job.attempt(spec, PLACE, -1))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("at step 7 is");
    }
}
