package dev.weft.checkpoint.store;

import dev.weft.checkpoint.ObjectStore;
import dev.weft.checkpoint.StoreException;
import dev.weft.checkpoint.StoreException.Kind;

/** Makes every call, failed ones too, take a multiple of its time. */
public final class SlowStore extends StoreLayer {
    private final double factor;
    private final StoreClock clock;

    public SlowStore(ObjectStore behind, double factor, StoreClock clock) {
        super(behind);
        if (!(factor >= 1 && factor <= 1e6)) {
            throw new IllegalArgumentException("factor=" + factor + " is not from 1 to 1000000");
        }
        this.factor = factor;
        this.clock = clock;
    }

    @Override
    protected <T> T pass(StoreCall call, Action<T> action) throws StoreException {
        long start = clock.nanoTime();
        T result;
        try {
            result = action.run();
        } catch (StoreException e) {
            linger(call, start);
            throw e;
        }
        linger(call, start);
        return result;
    }

    private void linger(StoreCall call, long start) throws StoreException {
        try {
            clock.sleep((long) ((clock.nanoTime() - start) * (factor - 1)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw StoreException.undecided(
                    Kind.INTERRUPTED, call.failedAt(behind) + ": interrupted while slowed down (injected)", e);
        }
    }
}
