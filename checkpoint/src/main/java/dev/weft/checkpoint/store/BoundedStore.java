package dev.weft.checkpoint.store;

import dev.weft.checkpoint.ObjectStore;
import dev.weft.checkpoint.StoreException;
import dev.weft.checkpoint.StoreException.Kind;
import java.util.concurrent.Semaphore;

/** Lets so many calls through at a time; others wait, in the order of their arrival. */
public final class BoundedStore extends StoreLayer {
    private final Semaphore permits;

    public BoundedStore(ObjectStore behind, int parallel) {
        super(behind);
        if (parallel < 1) {
            throw new IllegalArgumentException("parallel=" + parallel + " < 1");
        }
        this.permits = new Semaphore(parallel, true);
    }

    @Override
    protected <T> T pass(StoreCall call, Action<T> action) throws StoreException {
        try {
            permits.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw StoreException.of(
                    Kind.INTERRUPTED, call.failedAt(behind) + ": interrupted while it waited for other calls", e);
        }
        try {
            return action.run();
        } finally {
            permits.release();
        }
    }
}
