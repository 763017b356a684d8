package dev.weft.runtime.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.weft.collectives.Op;
import dev.weft.runtime.Job;
import dev.weft.runtime.JobFailedException;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.supervision.Patience;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class LocalRuntimeTest {
    private static final Patience SHORT = new Patience(Duration.ofMillis(50), Duration.ofMillis(100));

    @Test
    void aFailedJobDoesNotWaitForEverForOneThatComputesOn() {
        var never = new CountDownLatch(1);
        try (var runtime = new LocalRuntime(new Patience.Timings(SHORT, SHORT))) {
            Job job = runtime.run(JobSpec.of("p", () -> rank -> {
                        if (rank.number() == 1) {
                            throw new IOException("boom");
                        }
                        awaitWhateverComes(never);
                    })
                    .ranks(2));

            assertThatExceptionOfType(JobFailedException.class)
                    .isThrownBy(job::result)
                    .withMessage("p failed on rank 1 before its first step: java.io.IOException: boom");
        } finally {
            never.countDown();
        }
    }

    @Test
    void closingHurriesAFailedJob() {
        var never = new CountDownLatch(1);
        var patient = new Patience(Duration.ofDays(1), Duration.ofDays(2));
        var runtime = new LocalRuntime(new Patience.Timings(SHORT, patient));
        Job job;
        try (runtime) {
            job = runtime.run(JobSpec.of("p", () -> rank -> {
                        if (rank.number() == 1) {
                            throw new IOException("boom");
                        }
                        awaitWhateverComes(never);
                    })
                    .ranks(2));
        }
        never.countDown();
        assertThat(job.completion().toCompletableFuture()).isDone();
    }

    @Test
    void aJobWhoseActorIsLostEndsAllTheSame() {
        // Without timings the job's actor fails as soon as it needs them.
        try (var runtime = new LocalRuntime(null)) {
            Job job = runtime.run(JobSpec.of("p", () -> rank -> {
                throw new IOException("boom");
            }));

            assertThatIllegalStateException().isThrownBy(job::result).withMessageContaining("has lost its actor");
        }
    }

    /** They are many more than cores: who waits must not keep those from coming who come last. */
    @Test
    void aThousandRanksMeet() {
        try (var runtime = new LocalRuntime(Patience.Timings.DEFAULT)) {
            Job job = runtime.run(JobSpec.of("p", () -> rank -> {
                        long sum = rank.communicator().allReduce((long) rank.number(), Op.SUM);
                        if (rank.number() == 0) {
                            rank.result("sum", sum);
                        }
                    })
                    .ranks(1000)
                    .threads(1));

            assertThat(job.result().scalars()).containsEntry("sum", 499_500L);
        }
    }

    @Test
    void whatIsAskedAfterTheCloseFailsAtOnce() {
        Job job;
        try (var runtime = new LocalRuntime(Patience.Timings.DEFAULT)) {
            job = runtime.run(JobSpec.of("p", () -> rank -> {}));
        }

        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(
                        () -> job.rank(0).ask(new byte[1]).toCompletableFuture().join())
                .withMessageContaining("has ended");
        job.cancel();
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
