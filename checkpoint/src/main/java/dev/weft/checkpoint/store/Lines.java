package dev.weft.checkpoint.store;

import dev.weft.checkpoint.StoreException;
import dev.weft.checkpoint.StoreException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Does numbered pieces of work on several virtual threads. The first failure stops the others, and comes out when all of them have ended: nobody touches the
 * caller's memory any more.
 */
public final class Lines {
    /** One piece of work. */
    @FunctionalInterface
    public interface Work {
        void run(int number) throws StoreException;
    }

    private final int count;
    private final Work work;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final List<Thread> threads = new ArrayList<>();

    private Lines(int count, Work work) {
        this.count = count;
        this.work = work;
    }

    /**
     * Does the pieces 0 to count - 1, as many at a time as said; a single one on this thread.
     *
     * @throws StoreException the first failure
     */
    public static void forEach(int count, int parallel, Work work) throws StoreException {
        if (parallel < 1) {
            throw new IllegalArgumentException("parallel=" + parallel + " < 1");
        }
        if (count == 1) {
            work.run(0);
            return;
        }
        new Lines(count, work).run(Math.min(parallel, count));
    }

    private void run(int parallel) throws StoreException {
        for (int i = 0; i < parallel; i++) {
            threads.add(Thread.ofVirtual().name("weft-transfer-", i).unstarted(this::line));
        }
        threads.forEach(Thread::start);
        boolean interrupted = awaitEnd();
        rethrow();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void line() {
        try {
            for (int number = next.getAndIncrement();
                    number < count && failure.get() == null;
                    number = next.getAndIncrement()) {
                work.run(number);
            }
        } catch (StoreException | RuntimeException | Error e) {
            fail(e);
        }
    }

    private void fail(Throwable e) {
        if (failure.compareAndSet(null, e)) {
            threads.forEach(Thread::interrupt);
        }
    }

    /** Whether this thread was interrupted meanwhile; then the work was stopped. */
    private boolean awaitEnd() {
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (!ended(thread)) {
                interrupted = true;
                fail(StoreException.undecided(Kind.INTERRUPTED, "a transfer was interrupted", null));
            }
        }
        return interrupted;
    }

    private static boolean ended(Thread thread) {
        try {
            thread.join();
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    private void rethrow() throws StoreException {
        switch (failure.get()) {
            case null -> {}
            case StoreException e -> {
                if (e.kind() == Kind.INTERRUPTED) {
                    Thread.currentThread().interrupt();
                }
                throw e;
            }
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new IllegalStateException(e);
        }
    }
}
