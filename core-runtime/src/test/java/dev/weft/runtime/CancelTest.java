package dev.weft.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** A cancelled job's result is there within a second, whatever its program is doing. */
@Timeout(30)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CancelTest {
    /** The second that is promised, and one for a machine that does other things. */
    private static final Duration AT_MOST = Duration.ofSeconds(2);

    private final Weft weft = Weft.local();
    private final CountDownLatch released = new CountDownLatch(1);

    @BeforeAll
    void warmUp() {
        weft.run(() -> rank -> {}, Map.of("ranks", 2)).result();
    }

    @AfterAll
    void close() {
        released.countDown();
        weft.close();
    }

    /** Runs the program, which counts down when all is as it should be, and cancels it. */
    private void assertCancelled(CountDownLatch begun, Program program) throws InterruptedException {
        Job job = weft.run(() -> program, Map.of("ranks", 2, "threads", 2));
        begun.await();
        long start = System.nanoTime();
        job.cancel();
        assertThatExceptionOfType(JobCancelledException.class)
                .isThrownBy(job::result)
                .withMessage("job " + job.id() + " was cancelled");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(AT_MOST);
    }

    @Test
    void inAStepLoop() throws InterruptedException {
        var begun = new CountDownLatch(1);
        assertCancelled(begun, rank -> {
            for (long step : rank.steps()) {
                if (step == 100) {
                    begun.countDown();
                }
            }
        });
    }

    @Test
    void inACollective() throws InterruptedException {
        var begun = new CountDownLatch(1);
        assertCancelled(begun, rank -> {
            if (rank.number() == 0) {
                begun.countDown();
                rank.communicator().barrier();
            }
            released.await();
        });
    }

    @Test
    void inAChunkLoop() throws InterruptedException {
        var begun = new CountDownLatch(4);
        assertCancelled(
                begun, rank -> rank.team().forEachChunk(Integer.MAX_VALUE, (chunk, thread) -> begun.countDown()));
    }

    @Test
    void inCodeThatHeedsInterrupts() throws InterruptedException {
        var begun = new CountDownLatch(2);
        assertCancelled(begun, rank -> {
            begun.countDown();
            released.await();
        });
    }

    @Test
    void inCodeThatIgnoresInterrupts() throws InterruptedException {
        var begun = new CountDownLatch(2);
        assertCancelled(begun, rank -> {
            begun.countDown();
            awaitWhateverComes(released);
        });
    }

    @Test
    void inChunksThatIgnoreInterrupts() throws InterruptedException {
        var begun = new CountDownLatch(4);
        assertCancelled(
                begun,
                rank -> rank.team().forEachChunk(2, (chunk, thread) -> {
                    begun.countDown();
                    awaitWhateverComes(released);
                }));
    }

    @Test
    void doesNothingAfterTheEnd() {
        Job job = weft.run(() -> rank -> rank.result("done", 1L), Map.of());
        job.result();

        job.cancel();

        assertThat(job.result().scalars()).isEqualTo(Map.of("done", 1L));
    }

    @Test
    void closingCancels() throws InterruptedException {
        var begun = new CountDownLatch(1);
        Job job;
        try (var own = Weft.local()) {
            job = own.run(
                    () -> rank -> {
                        begun.countDown();
                        for (long step : rank.steps()) {
                            rank.progress("step " + step, 0);
                        }
                    },
                    Map.of("ranks", 2));
            begun.await();
        }
        assertThatExceptionOfType(JobCancelledException.class).isThrownBy(job::result);
    }

    private static void awaitWhateverComes(CountDownLatch latch) {
        boolean released = false;
        while (!released) {
            try {
                latch.await();
                released = true;
            } catch (InterruptedException e) {
                // As code does that never looks.
            }
        }
    }
}
