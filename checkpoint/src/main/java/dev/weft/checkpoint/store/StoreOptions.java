package dev.weft.checkpoint.store;

import dev.weft.checkpoint.ObjectStore;
import java.util.function.UnaryOperator;

/**
 * How a store is opened.
 *
 * @param parallel the most calls at a time; others wait
 * @param faults put right before the store, behind retries and bounds: what a test injects
 * @param seed of the random waits between attempts
 */
public record StoreOptions(Limits limits, Retries retries, int parallel, UnaryOperator<ObjectStore> faults, long seed) {
    public static StoreOptions defaults() {
        return new StoreOptions(Limits.DEFAULT, Retries.DEFAULT, 16, UnaryOperator.identity(), System.nanoTime());
    }

    public StoreOptions withFaults(UnaryOperator<ObjectStore> injected) {
        return new StoreOptions(limits, retries, parallel, injected, seed);
    }

    public StoreOptions withLimits(Limits other) {
        return new StoreOptions(other, retries, parallel, faults, seed);
    }

    public StoreOptions withRetries(Retries other) {
        return new StoreOptions(limits, other, parallel, faults, seed);
    }

    public StoreOptions withParallel(int other) {
        return new StoreOptions(limits, retries, other, faults, seed);
    }
}
