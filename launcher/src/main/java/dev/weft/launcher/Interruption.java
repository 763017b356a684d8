package dev.weft.launcher;

import dev.weft.runtime.supervision.ExitCall;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C, or a signal that asks the process to end: interrupts the main thread, which cancels its job and drops what is half written,
 * and holds the JVM's end up until that is done, a second at most. The JVM then exits with 128 + the signal's number. Where it is a program that ends the JVM, that
 * is told as its failure.
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

    /** A program may not make its job look like one that is done: its results are lost. */
    private static void endAsFailed(ExitCall call) {
        Failure.ofExit(call).tell(System.err);
        Runtime.getRuntime().halt(ExitCode.PROGRAM_FAILED.number);
    }

    private void end(Thread main) {
        if (over.getCount() == 0) {
            return;
        }
        ExitCall.ofProgram().ifPresent(Interruption::endAsFailed);
        main.interrupt();
        try {
            boolean _ = over.await(GRACE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
