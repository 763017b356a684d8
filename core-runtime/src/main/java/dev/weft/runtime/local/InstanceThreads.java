package dev.weft.runtime.local;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;

/** Pekko tells of its end a moment before the last of its threads ends, as executors do; this waits for that moment. */
final class InstanceThreads {
    private static final Duration AT_MOST = Duration.ofSeconds(1);

    private InstanceThreads() {}

    static void awaitEnd(String instance) {
        boolean interrupted = false;
        for (Thread thread : alive(instance).toList()) {
            try {
                thread.join(AT_MOST);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static Stream<Thread> alive(String instance) {
        ThreadGroup root = Thread.currentThread().getThreadGroup();
        while (root.getParent() != null) {
            root = root.getParent();
        }
        var threads = new Thread[2 * root.activeCount() + 16];
        int count = root.enumerate(threads);
        return Arrays.stream(threads, 0, count)
                .filter(thread -> thread.getName().startsWith(instance + "-"))
                .filter(thread -> thread != Thread.currentThread());
    }
}
