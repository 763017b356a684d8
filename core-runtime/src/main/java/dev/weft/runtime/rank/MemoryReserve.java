package dev.weft.runtime.rank;

import org.jspecify.annotations.Nullable;

/**
 * Memory of a process that is let go when a program finds none, so that its end can be told. What the program has filled the heap with may still be held by it, and without
 * the reserve the threads that tell would collect garbage until they were taken for dead.
 */
public final class MemoryReserve {
    private static final int BYTES = 4 << 20;

    @SuppressWarnings("UnusedVariable") // that it is there is its use
    private static volatile byte @Nullable [] held;

    private MemoryReserve() {}

    public static void hold() {
        held = new byte[BYTES];
    }

    /** Takes no memory itself. */
    static void letGoIfNeededFor(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError) {
                held = null;
            }
        }
    }
}
