package dev.weft.checkpoint.store;

import dev.weft.checkpoint.StoreException;
import dev.weft.checkpoint.StoreException.Kind;
import java.time.Duration;

/** The end of an attempt's time, looked at between pieces of work. */
record Deadline(StoreCall call, Object store, Duration limit, long endNanos) {
    static Deadline of(StoreCall call, Object store, Limits limits) {
        var limit = limits.forBytes(call.bytes());
        return new Deadline(call, store, limit, System.nanoTime() + limit.toNanos());
    }

    void check() throws StoreException {
        if (System.nanoTime() - endNanos > 0) {
            throw StoreException.undecided(
                    Kind.TIMEOUT,
                    call.failedAt(store) + ": not done after " + limit.toMillis() / 1000.0
                            + " s; is the disk or the network overloaded?",
                    null);
        }
    }
}
