package dev.weft.collectives;

import dev.weft.collectives.algorithm.Call;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes a rank's non-blocking collective calls, one after the other, on a thread of its own and in a group of the same
 * ranks that only such calls use: so they need no order relative to blocking calls. The thread ends when it had nothing
 * to do for a while.
 */
final class Background {
    private static final long IDLE_SECONDS = 1;

    private final Caller caller;
    private final String name;
    private final LinkedBlockingQueue<Pending> queue = new LinkedBlockingQueue<>();
    private boolean running;

    Background(Caller caller, String name) {
        this.caller = caller;
        this.name = name;
    }

    /** A call that was handed over, and how it ended. */
    static final class Pending {
        private final Call call;
        private volatile boolean done;
        private volatile @Nullable Throwable failure;

        Pending(Call call) {
            this.call = call;
        }

        long fingerprint() {
            return call.fingerprint;
        }

        boolean isDone() {
            return done;
        }

        /** What the call threw, thrown again where it is awaited. */
        void check() {
            switch (failure) {
                case null -> {}
                case RuntimeException exception -> throw exception;
                case Error error -> throw error;
                default -> throw new AssertionError(failure);
            }
        }
    }

    Pending begin(Call call) {
        var pending = new Pending(call);
        synchronized (queue) {
            queue.add(pending);
            if (!running) {
                running = true;
                Thread.ofPlatform().daemon().name(name).start(this::run);
            }
        }
        return pending;
    }

    private void run() {
        for (Pending next = next(); next != null; next = next()) {
            try {
                caller.make(next.call);
            } catch (RuntimeException | Error failure) {
                next.failure = failure;
            }
            next.done = true;
        }
    }

    private @Nullable Pending next() {
        Pending next = null;
        try {
            next = queue.poll(IDLE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (next == null) {
            synchronized (queue) {
                next = queue.poll();
                running = next != null;
            }
        }
        return next;
    }
}
