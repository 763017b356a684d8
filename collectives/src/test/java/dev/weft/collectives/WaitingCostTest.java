package dev.weft.collectives;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** What waiting and calling cost: processor time, garbage. */
class WaitingCostTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final long SECOND = 1_000_000_000;

    @Test
    void a_rank_that_waits_leaves_its_core_alone() {
        var ranks = RankThreads.start(Communicator::barrier, communicator -> {
            communicator.receive(new byte[1], 0, 1, 0, 0);
        });
        ranks.awaitParked(0);
        ranks.awaitParked(1);
        long startNanos = System.nanoTime();
        long before = processorNanos(ranks);
        while (System.nanoTime() - startNanos < SECOND) {
            LockSupport.parkNanos(SECOND / 10);
        }
        long used = processorNanos(ranks) - before;
        double share = (double) used / (System.nanoTime() - startNanos) / 2;
        ranks.fence().raise(new Exception("measured"));
        ranks.outcomes();
        assertThat(share).as("share of a core per waiting rank").isLessThan(0.05);
    }

    @Test
    void calls_allocate_nothing_once_warm() {
        RankThreads.run(2, communicator -> {
            double[] data = new double[5000];
            callAll(communicator, data);
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 2000; i++) {
                callAll(communicator, data);
            }
            long perRound = (THREADS.getCurrentThreadAllocatedBytes() - before) / 2000;
            assertThat(perRound).as("bytes per round of 6 calls").isLessThan(100);
        });
    }

    private static void callAll(Communicator communicator, double[] data) {
        communicator.barrier();
        communicator.allReduce(1L, Op.SUM);
        communicator.allReduce(data, 0, 5000, Op.MAX);
        communicator.broadcast(data, 0, 1000, 1);
        communicator.allGather(data, 0, 10, data, 100);
        int peer = 1 - communicator.rank();
        communicator.send(data, 0, 100, peer, 0);
        communicator.receive(data, 0, 100, peer, 0);
    }

    private static long processorNanos(RankThreads ranks) {
        return THREADS.getThreadCpuTime(ranks.thread(0).threadId())
                + THREADS.getThreadCpuTime(ranks.thread(1).threadId());
    }
}
