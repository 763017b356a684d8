package dev.weft.collectives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A raised fence ends every wait of every rank. */
@ParameterizedClass
@EnumSource(Meeting.class)
class FenceTest extends AtMeeting {
    FenceTest(Meeting meeting) {
        super(meeting);
    }

    /** Far more than the 2 ms that a turn of waiting takes, for machines that are busy with something else. */
    private static final Duration SOON = Duration.ofSeconds(2);

    /** Doubles that take more than a {@link SendWindow}: whoever only sends waits for their reader, too. */
    private static final int LONG = 300_000;

    record Wait(String name, RankThreads.Program program) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Wait> waits() {
        double[] few = new double[4];
        double[] many = new double[LONG];
        int[] ones = {1, 1};
        int[] steps = {0, 1};
        return Stream.of(
                new Wait("barrier", Communicator::barrier),
                new Wait("allReduce of a scalar", c -> c.allReduce(1.0, Op.SUM)),
                new Wait("reduce, at the root", c -> c.reduce(few, 0, 4, Op.SUM, 0)),
                new Wait("reduceScatter", c -> c.reduceScatter(few, 0, 2, many, 0, Op.SUM)),
                new Wait("gather, at the root", c -> c.gather(few, 0, 2, many, 0, 0)),
                new Wait("scatter, elsewhere", c -> c.scatter(few, 0, 2, many, 0, 1)),
                new Wait("sendReceive", c -> c.sendReceive(few, 0, 1, 1, 5, many, 0, 1, 1, 5)),
                new Wait("a request", c -> c.ireceive(few, 0, 4, 1, 0).await()),
                new Wait("short allReduce", c -> c.allReduce(few, 0, 4, Op.SUM)),
                new Wait("long allReduce", c -> c.allReduce(many, 0, LONG, Op.SUM)),
                new Wait("long exscan", c -> c.exscan(many, 0, LONG, Op.SUM)),
                new Wait("broadcast, at the root", c -> c.broadcast(many, 0, LONG, 0)),
                new Wait("broadcast, elsewhere", c -> c.broadcast(many, 0, LONG, 1)),
                new Wait("allGather", c -> c.allGather(few, 0, 2, many, 0)),
                new Wait("allGatherV", c -> c.allGatherV(few, 0, ones, many, steps)),
                new Wait("allToAll", c -> c.allToAll(few, 0, 2, many, 0)),
                new Wait("allToAllV", c -> c.allToAllV(few, ones, steps, many, ones, steps)),
                new Wait("receive", c -> c.receive(few, 0, 4, 1, 0)),
                new Wait("long send", c -> c.send(many, 0, LONG, 1, 0)));
    }

    @ParameterizedTest
    @MethodSource("waits")
    void ends_a_wait_and_every_later_call(Wait wait) {
        var laterCalls = new AtomicInteger();
        var cause = new IllegalStateException("rank 7 is gone");
        var ranks = RankThreads.start(
                communicator -> {
                    try {
                        wait.program().run(communicator);
                    } finally {
                        assertThatThrownBy(() -> wait.program().run(communicator))
                                .isInstanceOf(EpochFencedException.class);
                        laterCalls.incrementAndGet();
                    }
                },
                communicator -> awaitFence(communicator));
        ranks.awaitParked(0);
        long raised = System.nanoTime();
        ranks.fence().raise(cause);
        Throwable outcome = ranks.outcomes().getFirst().orElseThrow();
        assertThat(outcome).isInstanceOf(EpochFencedException.class).hasCause(cause);
        assertThat(laterCalls).hasValue(1);
        assertThat(System.nanoTime() - raised).isLessThan(SOON.toNanos());
    }

    /** Raised at any time, while ranks copy, reduce, open and close. */
    @RepeatedTest(5)
    void ends_ranks_that_are_busy() {
        var ranks = RankThreads.start(4, communicator -> {
            double[] data = new double[LONG];
            double[] received = new double[LONG];
            while (true) {
                communicator.allReduce(data, 0, LONG, Op.MAX);
                communicator.allToAll(data, 0, LONG / 4, received, 0);
                communicator.exscan(data, 0, LONG, Op.SUM);
                communicator.broadcast(data, 0, LONG, 2);
                int rank = communicator.rank();
                if (rank > 0) {
                    communicator.receive(received, 0, LONG, rank - 1, 0);
                }
                if (rank < 3) {
                    communicator.send(data, 0, LONG, rank + 1, 0);
                }
            }
        });
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(20_000_000));
        ranks.fence().raise(new Exception("the job was cancelled"));
        assertAllFenced(ranks);
    }

    @Tag("long")
    @RepeatedTest(40)
    void again_and_again_ends_ranks_that_are_busy() {
        ends_ranks_that_are_busy();
    }

    @Test
    void an_interrupt_ends_the_epoch() {
        var ranks = RankThreads.start(Communicator::barrier, communicator -> awaitFence(communicator));
        ranks.awaitParked(0);
        ranks.thread(0).interrupt();
        Throwable outcome = ranks.outcomes().getFirst().orElseThrow();
        assertThat(outcome).isInstanceOf(EpochFencedException.class).hasMessageContaining("rank 0 was interrupted");
    }

    private static void assertAllFenced(RankThreads ranks) {
        List<Throwable> outcomes =
                ranks.outcomes().stream().map(outcome -> outcome.orElseThrow()).toList();
        assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome).isInstanceOf(EpochFencedException.class));
    }

    /** Stays in the group without a call that the other rank's fits. */
    private static void awaitFence(Communicator communicator) {
        communicator.receive(new byte[1], 0, 1, 0, 99);
    }

    @Test
    void a_rank_that_leaves_because_of_the_fence_has_made_no_mistake() {
        var fence = new Fence();
        RankGroup group = RankGroup.inMemory(2, fence);
        fence.raise(new IllegalStateException("the job was cancelled"));
        group.leave(1);
        assertThat(group.hasLeftBefore(1, 1)).isFalse();
        assertThat(group.view(1).isGone()).isTrue();
    }
}
