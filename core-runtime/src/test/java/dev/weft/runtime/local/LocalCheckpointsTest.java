package dev.weft.runtime.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.runtime.CheckpointSpec;
import dev.weft.runtime.DrainedException;
import dev.weft.runtime.Job;
import dev.weft.runtime.JobFailedException;
import dev.weft.runtime.JobResult;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.Program;
import dev.weft.runtime.Rank;
import dev.weft.runtime.SaveInterval;
import dev.weft.runtime.UsageException;
import dev.weft.runtime.Weft;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Jobs in this JVM that are left, or fail, and are taken up again. */
@Timeout(30)
class LocalCheckpointsTest {
    private static final long STEPS = 20;

    @TempDir
    private Path folder;

    private final Weft weft = Weft.local();
    private final CountDownLatch halfWay = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    @AfterEach
    void close() {
        weft.close();
    }

    /** Adds up its steps; says when it is half way, and then waits. */
    private final class Adding implements Program {
        @Override
        public void run(Rank rank) {
            long[] sum = new long[1];
            for (long step : rank.steps(STEPS).saving("sum", sum)) {
                if (step == STEPS / 2) {
                    halfWay.countDown();
                    await(goOn);
                }
                if (rank.arg("fails", -1L) == step) {
                    throw new IllegalStateException("at step " + step);
                }
                sum[0] += step;
            }
            rank.result("sum", sum[0]);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aDrainedJobGoesOnWhereItLeft() throws InterruptedException {
        Job job = weft.run(spec(saved()));
        halfWay.await();
        job.drain();
        goOn.countDown();
        assertThatThrownBy(job::result).isInstanceOf(DrainedException.class).hasMessageContaining("step 11");
        JobResult result = weft.run(spec(saved().resume(job.id()))).result();
        assertThat(result.scalars()).containsEntry("sum", STEPS * (STEPS - 1) / 2);
        assertThat(result.report().supersteps()).isEqualTo(STEPS);
    }

    @Test
    void withOtherArgumentsItIsRefusedWithBothValues() throws InterruptedException {
        Job job = weft.run(spec(saved()));
        halfWay.await();
        job.drain();
        goOn.countDown();
        assertThatThrownBy(job::result).isInstanceOf(DrainedException.class);
        assertThatThrownBy(() -> weft.run(spec(saved().resume(job.id())).arg("fails", 3L)))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("fails=not given, this one has fails=3");
    }

    @Test
    void aJobThatFailedCanBeTakenUp() {
        goOn.countDown();
        Job job = weft.run(spec(saved()).arg("fails", 13L));
        assertThatThrownBy(job::result).isInstanceOf(JobFailedException.class).hasMessageContaining("at step 13");
        Job again = weft.run(spec(saved().resume(job.id())).arg("fails", 13L));
        assertThatThrownBy(again::result).hasMessageContaining("at step 13");
        assertThat(again.id()).isEqualTo(job.id());
    }

    @Test
    void oneThatIsNotThereCanNot() {
        assertThatThrownBy(() -> weft.run(spec(saved().resume("nobody-1"))))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("there is no job nobody-1");
    }

    @Test
    void withoutCheckpointsThereIsNothingToDrain() {
        goOn.countDown();
        Job job = weft.run(JobSpec.of("adding", Adding::new).threads(1));
        assertThatThrownBy(job::drain).isInstanceOf(IllegalStateException.class);
        assertThat(job.result().scalars()).containsKey("sum");
    }

    private CheckpointSpec saved() {
        return CheckpointSpec.of(folder.toString(), new SaveInterval.EverySteps(4));
    }

    private JobSpec spec(CheckpointSpec saved) {
        return JobSpec.of("adding", Adding::new).ranks(2).threads(1).checkpoint(saved);
    }
}
