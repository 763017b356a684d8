package dev.weft.runtime.local;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads on which users learn of results and answers: a few, made when there is something to tell, so that what users do there
 * stops neither actors nor ranks. When these have ended, whoever asks is told on his own thread.
 */
final class Callbacks implements Executor, AutoCloseable {
    private static final int THREADS = 4;

    private final ThreadPoolExecutor executor;
    private final ThreadGroup group;

    Callbacks(String instance) {
        this.group = new ThreadGroup(instance + "-callbacks");
        this.executor = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                1,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform()
                        .group(group)
                        .name(instance + "-callback-", 0)
                        .daemon()
                        .factory(),
                (command, closed) -> command.run());
        executor.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable command) {
        executor.execute(command);
    }

    /** Lets what was begun come to its end, for at most a second; a callback may close the instance that called it. */
    @Override
    public void close() {
        executor.shutdown();
        if (group.equals(Thread.currentThread().getThreadGroup())) {
            return;
        }
        try {
            if (!executor.awaitTermination(1, TimeUnit.SECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
