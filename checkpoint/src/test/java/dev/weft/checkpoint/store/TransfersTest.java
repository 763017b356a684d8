package dev.weft.checkpoint.store;

import static dev.weft.checkpoint.store.ObjectStoreContract.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.weft.checkpoint.Body;
import dev.weft.checkpoint.ObjectStore;
import dev.weft.checkpoint.StoreException;
import dev.weft.checkpoint.StoreException.Kind;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TransfersTest {
    @ParameterizedTest
    @CsvSource({"0, 16", "1, 16", "167772160000, 16", "167772160001, 17", "1000000000000, 96"})
    void partsAreFewEnough(long bytes, long mebibytes) {
        assertThat(Transfers.partBytes(bytes)).isEqualTo(mebibytes << 20);
        assertThat(Math.ceilDiv(bytes, Transfers.partBytes(bytes))).isLessThanOrEqualTo(UploadParts.MOST_PARTS);
    }

    @Test
    void callsAreBounded() throws StoreException {
        var counting = new Counting(new MemoryStore("test"));
        var bounded = new BoundedStore(counting, 3);

        Lines.forEach(100, 20, number -> bounded.put("key-" + number, Body.of("bytes")));

        assertThat(counting.most.get()).isEqualTo(3);
        assertThat(counting.behind.list("", "", 1000)).hasSize(100);
    }

    @Test
    void aFailureStopsTheOthersAndComesOutWhenAllHaveEnded() {
        var running = new AtomicInteger();
        var started = new AtomicInteger();

        assertThatIllegalStateException()
                .isThrownBy(() -> Lines.forEach(1000, 4, number -> {
                    started.incrementAndGet();
                    running.incrementAndGet();
                    try {
                        if (number == 3) {
                            throw new IllegalStateException("no");
                        }
                        sleepThroughInterrupts();
                    } finally {
                        running.decrementAndGet();
                    }
                }))
                .withMessage("no");

        assertThat(running.get()).isZero();
        assertThat(started.get()).isLessThan(10);
    }

    private static void sleepThroughInterrupts() {
        long end = System.nanoTime() + 50_000_000;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    @Test
    void anInterruptStopsAllAndIsKept() throws InterruptedException {
        var started = new CountDownLatch(2);
        var outcome = new Object[2];
        var thread = Thread.ofPlatform().start(() -> {
            try {
                Lines.forEach(10, 2, number -> {
                    started.countDown();
                    try {
                        Thread.sleep(60_000);
                    } catch (InterruptedException e) {
                        throw StoreException.of(Kind.INTERRUPTED, "woken", e);
                    }
                });
            } catch (StoreException e) {
                outcome[0] = e.kind();
                outcome[1] = Thread.currentThread().isInterrupted();
            }
        });
        started.await();
        thread.interrupt();
        thread.join();

        assertThat(outcome).containsExactly(Kind.INTERRUPTED, true);
    }

    @Test
    void aCallThatWaitsForOthersCanBeInterrupted() throws InterruptedException {
        var inside = new CountDownLatch(1);
        var hold = new CountDownLatch(1);
        var bounded = new BoundedStore(new Holding(inside, hold), 1);
        var holder = Thread.ofPlatform().start(() -> putQuietly(bounded));
        inside.await();

        Thread.currentThread().interrupt();
        assertFails(Kind.INTERRUPTED, () -> bounded.put("key", Body.of("x"))).withMessageContaining("waited");
        assertThat(Thread.interrupted()).isTrue();
        hold.countDown();
        holder.join();
    }

    private static void putQuietly(ObjectStore store) {
        try {
            store.put("held", Body.of("x"));
        } catch (StoreException e) {
            throw new AssertionError(e);
        }
    }

    private static final class Holding extends StoreLayer {
        private final CountDownLatch inside;
        private final CountDownLatch hold;

        private Holding(CountDownLatch inside, CountDownLatch hold) {
            super(new MemoryStore("test"));
            this.inside = inside;
            this.hold = hold;
        }

        @Override
        protected <T> T pass(StoreCall call, Action<T> action) throws StoreException {
            inside.countDown();
            try {
                hold.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return action.run();
        }
    }

    private static final class Counting extends StoreLayer {
        private final AtomicInteger now = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();

        private Counting(ObjectStore behind) {
            super(behind);
        }

        @Override
        protected <T> T pass(StoreCall call, Action<T> action) throws StoreException {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            try {
                Thread.sleep(1);
                return action.run();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            } finally {
                now.decrementAndGet();
            }
        }
    }
}
