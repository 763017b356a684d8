package dev.weft.launcher;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C, or a signal that asks the process to end: interrupts the main thread, which cancels its job and drops what is half written,
 * and holds the JVM's end up until that is done, a second at most. The JVM then exits with 128 + the signal's number.
 */
final class Interruption {
    private static final long GRACE_MILLIS = 1000;

    private final CountDownLatch over = new CountDownLatch(1);

    private Interruption() {}

    static Interruption install(Thread main) {
        var interruption = new Interruption();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> interruption.end(main), "weft-interruption"));
        return interruption;
    }

    /** The main thread is done; from here on the JVM ends without delay. */
    void over() {
        over.countDown();
    }

    private void end(Thread main) {
        if (over.getCount() == 0) {
            return;
        }
        main.interrupt();
        try {
            boolean _ = over.await(GRACE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
