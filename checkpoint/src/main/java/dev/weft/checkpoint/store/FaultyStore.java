package dev.weft.checkpoint.store;

import dev.weft.checkpoint.ObjectStore;
import dev.weft.checkpoint.StoreException;
import dev.weft.checkpoint.StoreException.Kind;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Fails some calls: half of the faults come instead of the call (the store is busy), half after it was made (its answer got lost). The n-th call has the same fault
 * for the same seed.
 */
public final class FaultyStore extends StoreLayer {
    private final double errors;
    private final RandomGenerator random;
    private long calls;

    /**
     * @param errors the share of calls that fail, from 0 to 1
     */
    public FaultyStore(ObjectStore behind, double errors, long seed) {
        super(behind);
        if (!(errors >= 0 && errors <= 1)) {
            throw new IllegalArgumentException("errors=" + errors + " is not from 0 to 1");
        }
        this.errors = errors;
        this.random = new SplittableRandom(seed);
    }

    @Override
    protected <T> T pass(StoreCall call, Action<T> action) throws StoreException {
        double drawn;
        long number;
        synchronized (random) {
            drawn = random.nextDouble();
            number = calls++;
        }
        if (drawn < errors / 2) {
            throw StoreException.of(
                    Kind.BUSY, call.failedAt(behind) + ": the store is busy (injected, call " + number + ")");
        }
        T result = action.run();
        if (drawn < errors) {
            throw StoreException.undecided(
                    Kind.TIMEOUT, call.failedAt(behind) + ": no answer (injected, call " + number + ")", null);
        }
        return result;
    }
}
