package dev.weft.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.weft.collectives.Op;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class WeftTest {
    /** Waits for the others in each step, and gives what came together. */
    private static final class Counting implements Program {
        @Override
        public void run(Rank rank) {
            long sum = 0;
            for (long step : rank.steps(rank.arg("steps", 5))) {
                sum += rank.communicator().allReduce(step + rank.number(), Op.SUM);
            }
            rank.result("sum", sum);
        }
    }

    @Test
    void runsAProgramOnItsRanks() {
        try (var weft = Weft.local()) {
            Job job = weft.run(JobSpec.of("counting", Counting::new).ranks(3).threads(1));

            JobResult result = job.result();

            assertThat(result.scalars()).isEqualTo(Map.of("sum", 3 * 10L + 5 * 3L));
            assertThat(result.report().supersteps()).isEqualTo(5);
            assertThat(result.report().ranks())
                    .extracting(JobReport.RankReport::rank)
                    .containsExactly(0, 1, 2);
            assertThat(job.id()).startsWith("counting-");
            assertThat(job.progress()).isEqualTo(new JobProgress("step", 0.8, 4, 5));
            assertThat(job.completion().toCompletableFuture().join()).isSameAs(result);
        }
    }

    @Test
    void ranksAndThreadsAreArgumentsToo() {
        try (var weft = Weft.local()) {
            Program program = rank -> {
                rank.result("ranks", rank.count());
                rank.result("threads", rank.team().size());
            };

            assertThat(weft.run(() -> program, Map.of("ranks", "3", "threads", 2))
                            .result()
                            .scalars())
                    .isEqualTo(Map.of("ranks", 3L, "threads", 2L));
            assertThat(weft.run(() -> program, Map.of()).result().scalars())
                    .isEqualTo(Map.of(
                            "ranks", 1L, "threads", (long) Runtime.getRuntime().availableProcessors()));
            assertThatExceptionOfType(UsageException.class)
                    .isThrownBy(() -> weft.run(() -> program, Map.of("ranks", "few")))
                    .withMessageStartingWith("ranks=few");
            assertThatExceptionOfType(UsageException.class)
                    .isThrownBy(() -> weft.run(() -> program, Map.of("ranks", 0)))
                    .withMessageStartingWith("ranks=0 < 1");
        }
    }

    @Test
    void jobsAndInstancesRunSideBySide() {
        try (var one = Weft.local();
                var two = Weft.local()) {
            List<Job> jobs = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                jobs.add(one.run(Counting::new, Map.of("ranks", 1 + i % 4, "threads", 1, "steps", 20)));
                jobs.add(two.run(Counting::new, Map.of("ranks", 4 - i % 4, "threads", 1, "steps", 20)));
            }

            assertThat(jobs).extracting(Job::id).doesNotHaveDuplicates();
            assertThat(jobs).allSatisfy(job -> {
                long ranks = job.result().report().ranks().size();
                assertThat(job.result().scalars()).isEqualTo(Map.of("sum", ranks * 190 + 20 * ranks * (ranks - 1) / 2));
            });
        }
    }

    @Test
    void closingOneInstanceLeavesTheOtherAlone() {
        try (var one = Weft.local()) {
            var otherIsClosed = new CountDownLatch(1);
            Job job = one.run(() -> rank -> otherIsClosed.await(), Map.of("ranks", 2));
            try (var other = Weft.local()) {
                other.run(Counting::new, Map.of("ranks", 2)).result();
            }
            otherIsClosed.countDown();

            assertThat(job.result().scalars()).isEmpty();
        }
    }

    @Test
    void theProgramSeesTheCallersClassLoader() throws Exception {
        var thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (var weft = Weft.local();
                var loader = new URLClassLoader(new URL[0], before)) {
            var seen = new CompletableFuture<ClassLoader>();
            thread.setContextClassLoader(loader);
            weft.run(() -> rank -> seen.complete(Thread.currentThread().getContextClassLoader()), Map.of())
                    .result();

            assertThat(seen.join()).isSameAs(loader);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void whoeverIsToldOfTheEndMayBlockAndMayClose() throws Exception {
        var weft = Weft.local();
        var told = new CompletableFuture<String>();
        try (weft) {
            var listening = new CountDownLatch(1);
            weft.run(() -> rank -> listening.await(), Map.of("ranks", 2))
                    .completion()
                    .whenComplete((result, thrown) -> {
                        Object sum = weft.run(Counting::new, Map.of())
                                .result()
                                .scalars()
                                .get("sum");
                        weft.close();
                        told.complete(Thread.currentThread().getName() + " " + sum);
                    });
            listening.countDown();

            assertThat(told.get(10, TimeUnit.SECONDS)).matches("weft-local-\\d+-callback-\\d+ 10");
        }
    }

    @Test
    void progressIsThatOfTheFirstRank() throws Exception {
        try (var weft = Weft.local()) {
            var told = new CountDownLatch(1);
            var seen = new CountDownLatch(1);
            Job job = weft.run(
                    () -> rank -> {
                        if (rank.number() == 0) {
                            rank.progress("reading edges", 0.25);
                            told.countDown();
                        }
                        seen.await();
                    },
                    Map.of("ranks", 2));
            told.await();

            assertThat(job.progress()).isEqualTo(new JobProgress("reading edges", 0.25, -1, Long.MAX_VALUE));
            seen.countDown();
            job.result();
        }
    }

    @Test
    void thereAreOnlyTheRanksOfTheJob() {
        try (var weft = Weft.local()) {
            Job job = weft.run(Counting::new, Map.of("ranks", 2));

            assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> job.rank(2));
            assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> job.rank(-1));
        }
    }

    @Test
    void aClosedInstanceRunsNothing() {
        var weft = Weft.local();
        weft.close();
        weft.close();

        assertThatIllegalStateException()
                .isThrownBy(() -> weft.run(Counting::new, Map.of()))
                .withMessageContaining("closed");
    }
}
