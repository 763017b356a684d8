package dev.weft.collectives;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The flag that ends an epoch for all ranks of a JVM. Every wait loop, every Weft call and every chunk of a parallel
 * loop calls {@link #check()}: one volatile read.
 */
public final class Fence {
    private final AtomicReference<@Nullable Throwable> cause = new AtomicReference<>();

    /** Ends the epoch. The first cause stays; true if this call was the first. */
    public boolean raise(Throwable reason) {
        return cause.compareAndSet(null, reason);
    }

    public boolean isRaised() {
        return cause.get() != null;
    }

    /** What ended the epoch, or null while it lives. */
    public @Nullable Throwable cause() {
        return cause.get();
    }

    /**
     * Returns at once while the epoch lives.
     *
     * @throws EpochFencedException if the epoch has ended
     */
    public void check() {
        Throwable reason = cause.get();
        if (reason != null) {
            throw new EpochFencedException(reason);
        }
    }
}
