package dev.weft.collectives;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class TrafficTest {
    @Test
    void bytes_are_those_that_came_from_other_ranks() {
        RankThreads.run(2, communicator -> {
            int rank = communicator.rank();
            assertThat(received(communicator, () -> communicator.broadcast(new double[10], 0, 10, 0)))
                    .isEqualTo(rank == 0 ? 0 : 80);
            assertThat(received(communicator, () -> communicator.allReduce(1L, Op.SUM)))
                    .isEqualTo(8);
            assertThat(received(communicator, () -> communicator.allGather(new int[5], 0, 5, new int[10], 0)))
                    .isEqualTo(20);
            // Each rank reads the other's half, and gets the other's half of the results.
            assertThat(received(communicator, () -> communicator.allReduce(new int[8192], 0, 8192, Op.MIN)))
                    .isEqualTo(8192 * 4);
            assertThat(received(communicator, () -> communicator.exscan(new byte[3], 0, 3, Op.SUM)))
                    .isEqualTo(rank == 0 ? 0 : 3);
        });
    }

    @Test
    void time_in_a_call_with_counts_for_each_rank_is_not_waiting_alone() {
        RankThreads.run(2, communicator -> {
            int[] counts = {500_000, 500_000};
            int[] starts = {0, 500_000};
            communicator.allToAllV(new long[1_000_000], counts, starts, new long[1_000_000], counts, starts);
            Traffic traffic = communicator.traffic();
            assertThat(traffic.callNanos()).isGreaterThan(traffic.waitNanos());
        });
    }

    @Test
    void what_a_rank_sends_itself_is_no_traffic() {
        RankThreads.run(1, communicator -> {
            assertThat(received(communicator, () -> {
                        communicator.send(new byte[9], 0, 9, 0, 0);
                        communicator.receive(new byte[9], 0, 9, 0, 0);
                    }))
                    .isZero();
        });
    }

    @Test
    void waiting_is_part_of_calling() {
        var firstWaits = new CountDownLatch(1);
        var ranks = RankThreads.start(
                communicator -> {
                    communicator.barrier();
                    Traffic traffic = communicator.traffic();
                    assertThat(traffic.waitNanos()).isPositive();
                    assertThat(traffic.callNanos()).isGreaterThanOrEqualTo(traffic.waitNanos());
                },
                communicator -> {
                    firstWaits.await();
                    communicator.barrier();
                });
        ranks.awaitParked(0);
        firstWaits.countDown();
        ranks.join();
    }

    private static long received(Communicator communicator, Runnable call) {
        long before = communicator.traffic().bytesReceived();
        call.run();
        return communicator.traffic().bytesReceived() - before;
    }
}
