package dev.weft.runtime.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.checkpoint.save.StepId;
import dev.weft.collectives.Fence;
import dev.weft.runtime.control.Fault;
import dev.weft.runtime.control.Fault.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class WorkerFaultsTest {
    private static final StepId SIX = new StepId(0, 6);

    private final BlockingQueue<Integer> reached = new LinkedBlockingQueue<>();
    private final AtomicInteger fills = new AtomicInteger();
    private final AtomicInteger stopped = new AtomicInteger();

    /** Of worker 1. */
    private WorkerFaults faults(int ranks, Kind kind, int target, long step) {
        var fault = Fault.newBuilder()
                .setIndex(4)
                .setKind(kind)
                .setTarget(target)
                .setStep(step)
                .build();
        return new WorkerFaults(1, ranks, List.of(fault), new Fence(), reached::add, fills::incrementAndGet);
    }

    private void send(WorkerFaults faults) {
        try {
            faults.sending(SIX);
        } catch (InterruptedException e) {
            stopped.incrementAndGet();
        }
    }

    @Test
    void aSaveIsHeldUpUntilAllRanksHaveCopied() throws InterruptedException {
        WorkerFaults faults = faults(2, Kind.KILL_DURING_SAVE, 1, 6);
        faults.sending(new StepId(0, 3));
        var ranks = new ArrayList<Thread>();
        ranks.add(Thread.startVirtualThread(() -> send(faults)));
        assertThat(reached.poll(100, TimeUnit.MILLISECONDS)).as("of one rank").isNull();
        ranks.add(Thread.startVirtualThread(() -> send(faults)));
        assertThat(reached.poll(10, TimeUnit.SECONDS)).isEqualTo(4);
        for (Thread rank : ranks) {
            assertThat(rank.isAlive()).isTrue();
            rank.interrupt();
            rank.join();
        }
        assertThat(stopped).hasValue(2);
        assertThat(reached).as("told once").isEmpty();
    }

    @Test
    void anotherWorkersSaveIsNot() throws InterruptedException {
        faults(1, Kind.KILL_DURING_SAVE, 0, -1).sending(SIX);
        assertThat(reached).isEmpty();
    }

    @Test
    void theDiskIsFullBeforeTheRankGoesOn() throws InterruptedException {
        WorkerFaults faults = faults(1, Kind.DISK_FULL, 0, 6);
        var settled = new AtomicInteger();
        var hook = faults.hook(true, 3);
        hook.entering(3, 5, settled::incrementAndGet);
        hook.entering(2, 6, settled::incrementAndGet);
        assertThat(reached).as("another step, another rank").isEmpty();

        Thread rank = Thread.startVirtualThread(() -> hook.entering(3, 6, settled::incrementAndGet));
        assertThat(reached.poll(10, TimeUnit.SECONDS)).isEqualTo(4);
        assertThat(settled).hasValue(1);
        assertThat(fills).hasValue(0);
        faults.struck(4);
        assertThat(fills).hasValue(1);
        rank.join();
    }
}
