package dev.weft.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.weft.collectives.CollectiveMismatchException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CyclicBarrier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class FailureTest {
    private static JobFailedException failureOf(Supplier<Program> program) {
        try (var weft = Weft.local()) {
            Job job = weft.run(program, Map.of("ranks", 3, "threads", 1));
            return catchThrowableOfType(JobFailedException.class, job::result);
        }
    }

    private static final class Overflowing implements Program {
        @Override
        public void run(Rank rank) throws IOException {
            for (long step : rank.steps()) {
                if (rank.number() == 1 && step == 7) {
                    throw new IOException("disk full");
                }
            }
        }
    }

    @Test
    void theProgramsOwnExceptionIsTheCause() {
        JobFailedException failure = failureOf(Overflowing::new);

        assertThat(failure)
                .hasMessage("Overflowing failed on rank 1 at step 7: java.io.IOException: disk full")
                .cause()
                .isInstanceOf(IOException.class);
        assertThat(failure.rank()).isOne();
        assertThat(failure.step()).isEqualTo(7);
    }

    @Test
    void namesTheJobBeforeItsFirstStep() {
        try (var weft = Weft.local()) {
            Job job = weft.run(JobSpec.of("pagerank", () -> rank -> rank.arg("iterations", 1))
                    .arg("iterations", "x"));

            assertThatExceptionOfType(JobFailedException.class)
                    .isThrownBy(job::result)
                    .withMessageStartingWith("pagerank failed on rank 0 before its first step: ")
                    .withMessageEndingWith("iterations=x can't be used: iterations must be a whole number")
                    .withCauseInstanceOf(UsageException.class)
                    .satisfies(e -> assertThat(e.step()).isEqualTo(-1));
        }
    }

    @Test
    void errorsAreFailuresAsWell() {
        var outOfMemory = new OutOfMemoryError("of a test");
        JobFailedException failure = failureOf(() -> rank -> {
            if (rank.number() == 2) {
                throw outOfMemory;
            }
            rank.communicator().barrier();
        });

        assertThat(failure).hasCause(outOfMemory);
        assertThat(failure.rank()).isEqualTo(2);
        assertThat(failureOf(() -> FailureTest::endless)).hasCauseInstanceOf(StackOverflowError.class);
    }

    @SuppressWarnings("InfiniteRecursion")
    private static void endless(Rank rank) {
        endless(rank);
    }

    @Test
    void aProgramThatCantBeMadeIsAFailure() {
        var failure = new IllegalStateException("no such model");

        assertThat(failureOf(() -> {
                    throw failure;
                }))
                .hasCause(failure);
    }

    @Test
    void theFirstOfTwoWins() {
        for (int round = 0; round < 20; round++) {
            var together = new CyclicBarrier(3);
            JobFailedException failure = failureOf(() -> rank -> {
                together.await();
                throw new IOException("rank " + rank.number());
            });

            assertThat(failure.getCause()).hasMessage("rank " + failure.rank());
        }
    }

    @Test
    void aFailureInAChunkIsTheProgramsFailure() {
        var failure = new IllegalArgumentException("chunk 70");
        try (var weft = Weft.local()) {
            Job job = weft.run(
                    () -> rank -> rank.team().forEachChunk(100, (chunk, thread) -> {
                        if (chunk == 70 && rank.number() == 0) {
                            throw failure;
                        }
                    }),
                    Map.of("ranks", 2, "threads", 2));

            assertThatExceptionOfType(JobFailedException.class)
                    .isThrownBy(job::result)
                    .withCause(failure);
        }
    }

    @Test
    void aRankThatLeavesTheOthersWaitingIsAFailure() {
        JobFailedException failure = failureOf(() -> rank -> {
            if (rank.number() != 1) {
                rank.communicator().barrier();
            }
        });

        assertThat(failure).hasCauseInstanceOf(CollectiveMismatchException.class);
    }

    @Test
    void completionFailsAsResultDoes() {
        try (var weft = Weft.local()) {
            Job job = weft.run(Overflowing::new, Map.of("ranks", 2));

            assertThatExceptionOfType(CompletionException.class)
                    .isThrownBy(() -> job.completion().toCompletableFuture().join())
                    .withCauseInstanceOf(JobFailedException.class);
            assertThatExceptionOfType(JobFailedException.class).isThrownBy(job::result);
        }
    }
}
