package dev.weft.runtime.threads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.collectives.Fence;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Guests that come and go as they like; a team's own threads are RankTeamTest's. */
@Timeout(20)
final class ChunkLoopTest {
    private final ChunkLoop loop = new ChunkLoop(new Fence());

    @Test
    void guestsAndTheOwnerRunEachChunkOnceInEachLoop() throws InterruptedException {
        int loops = 2_000;
        var runs = new AtomicIntegerArray(100);
        Thread guest = Thread.ofPlatform().daemon().start(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                if (loop.hasWork()) {
                    loop.work(1);
                }
            }
        });
        for (int round = 1; round <= loops; round++) {
            loop.open(100, (chunk, _) -> runs.incrementAndGet(chunk));
            loop.work(0);
            while (!loop.isDone()) {
                Thread.onSpinWait();
            }
            loop.close();
            for (int chunk = 0; chunk < 100; chunk++) {
                assertThat(runs.get(chunk))
                        .as("chunk %d, loop %d", chunk, round)
                        .isEqualTo(round);
            }
        }
        guest.interrupt();
        guest.join();
    }

    @Test
    void whatAGuestThrowsReachesTheOwnerOnly() throws InterruptedException {
        var bothHaveAChunk = new CyclicBarrier(2);
        var thrownToGuest = new AtomicReference<Throwable>();
        loop.open(2, (_, thread) -> {
            meet(bothHaveAChunk);
            if (thread == 1) {
                throw new IllegalStateException("of the guest");
            }
        });
        Thread guest = Thread.ofPlatform().daemon().start(() -> {
            try {
                loop.work(1);
            } catch (Throwable thrown) {
                thrownToGuest.set(thrown);
            }
        });
        loop.work(0);
        guest.join();
        assertThat(loop.isDone()).isTrue();
        assertThatThrownBy(loop::close)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("of the guest");
        assertThat(thrownToGuest.get()).isNull();
    }

    @Test
    void aThreadThatComesLateFindsNothing() {
        assertThat(loop.hasWork()).isFalse();
        assertThat(loop.work(1)).isFalse();
        loop.open(1, (_, _) -> {});
        assertThat(loop.work(0)).isTrue();
        assertThat(loop.hasWork()).isFalse();
        assertThat(loop.work(1)).isFalse();
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
