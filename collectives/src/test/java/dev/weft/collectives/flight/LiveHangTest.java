package dev.weft.collectives.flight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.collectives.Communicator;
import dev.weft.collectives.EpochFencedException;
import dev.weft.collectives.Fence;
import dev.weft.collectives.Flight;
import dev.weft.collectives.GroupOptions;
import dev.weft.collectives.Op;
import dev.weft.collectives.RankGroup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ranks that hang for real; what they leave when the fence ends them names the one that they waited for. */
@Timeout(30)
class LiveHangTest {
    private static final int RANKS = 4;
    private static final int LATE = 2;

    private final Fence fence = new Fence();
    /** All ranks are before their last call. */
    private final CountDownLatch last = new CountDownLatch(RANKS);

    private final CountDownLatch over = new CountDownLatch(1);

    @TempDir
    Path folder;

    @Test
    void the_rank_that_is_missing_in_the_last_call_is_named() throws Exception {
        var log = new FlightLog(folder, 0, 0, List.of(new FlightWorker(0, "", 0, RANKS)));
        var options = GroupOptions.forRanks(RANKS).withFlight(Flight.ofAll(log, "everyone", RANKS));
        var group = RankGroup.inMemory(RANKS, fence, options);
        var threads = new ArrayList<Thread>();
        for (int rank = 0; rank < RANKS; rank++) {
            Communicator communicator = group.communicator(rank);
            threads.add(Thread.ofPlatform().start(() -> run(communicator)));
        }
        last.await();
        for (Thread thread : threads) {
            while (thread.getState() != Thread.State.TIMED_WAITING && thread.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
        }
        fence.raise(new IllegalStateException("over"));
        over.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(FlightReport.of(FlightFolder.read(folder)).verdict())
                .startsWith("rank 2 (worker 0, host ")
                .contains("outside of any call")
                .endsWith(": ranks 0, 1, 3 wait for it in allReduce(long, SUM), call 9 of communicator 0.0");
    }

    private void run(Communicator communicator) {
        for (int call = 1; call <= 8; call++) {
            communicator.barrier();
        }
        last.countDown();
        try {
            if (communicator.rank() == LATE) {
                over.await();
            } else {
                communicator.allReduce(1L, Op.SUM);
            }
        } catch (EpochFencedException | InterruptedException expected) {
            // The hang's end.
        }
    }
}
