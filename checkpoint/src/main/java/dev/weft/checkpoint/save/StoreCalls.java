package dev.weft.checkpoint.save;

import dev.weft.checkpoint.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Calls of a store, some at a time. */
final class StoreCalls {
    private static final int AT_A_TIME = 8;

    private StoreCalls() {}

    /** Returns, or throws the first failure, when none of the calls runs any more. */
    static void together(List<Callable<Void>> calls) throws StoreException {
        try (var threads = Executors.newFixedThreadPool(
                AT_A_TIME, Thread.ofVirtual().name("weft-store-", 0).factory())) {
            var running = new ArrayList<Future<Void>>();
            calls.forEach(call -> running.add(threads.submit(call)));
            try {
                for (Future<Void> each : running) {
                    await(each);
                }
            } catch (Throwable failure) {
                threads.shutdownNow();
                throw failure;
            }
        }
    }

    private static void await(Future<Void> call) throws StoreException {
        try {
            call.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw StoreException.of(StoreException.Kind.INTERRUPTED, "interrupted while calls of a store ran", e);
        } catch (ExecutionException e) {
            switch (Objects.requireNonNull(e.getCause())) {
                case StoreException failure -> throw failure;
                case RuntimeException failure -> throw failure;
                default -> throw new IllegalStateException(e);
            }
        }
    }
}
