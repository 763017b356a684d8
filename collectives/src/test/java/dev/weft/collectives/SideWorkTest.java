package dev.weft.collectives;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SideWorkTest {
    private static final long PIECE_MILLIS = 50;

    /** Pieces of so many milliseconds, which are there from the start. */
    private static final class Pieces implements SideWork {
        private final CountDownLatch left;

        Pieces(int count) {
            left = new CountDownLatch(count);
        }

        @Override
        public boolean hasWork() {
            return left.getCount() > 0;
        }

        @Override
        public void work() {
            try {
                Thread.sleep(PIECE_MILLIS);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            left.countDown();
        }

        void await() throws InterruptedException {
            assertThat(left.await(20, TimeUnit.SECONDS)).as("side work is done").isTrue();
        }
    }

    @Test
    void a_rank_does_its_side_work_while_a_call_waits_for_another() {
        var pieces = new Pieces(3);
        RankThreads.start(
                        communicator -> {
                            communicator.whileWaiting(pieces);
                            assertThat(communicator.allReduce(1L, Op.SUM)).isEqualTo(3);
                        },
                        communicator -> {
                            pieces.await(); // which this rank's call is needed for, if side work waited for that
                            assertThat(communicator.allReduce(2L, Op.SUM)).isEqualTo(3);
                        })
                .join();
    }

    @Test
    void side_work_counts_neither_as_a_wait_nor_as_the_call() {
        var pieces = new Pieces(10);
        RankThreads.start(
                        communicator -> {
                            communicator.whileWaiting(pieces);
                            communicator.allReduce(new double[100_000], 0, 100_000, Op.SUM);
                            assertThat(communicator.traffic().callNanos())
                                    .as("time in the call, of which 10 x 50 ms were side work")
                                    .isLessThan(TimeUnit.MILLISECONDS.toNanos(5 * PIECE_MILLIS));
                        },
                        communicator -> {
                            pieces.await();
                            communicator.allReduce(new double[100_000], 0, 100_000, Op.SUM);
                        })
                .join();
    }
}
