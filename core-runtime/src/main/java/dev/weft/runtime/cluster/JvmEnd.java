package dev.weft.runtime.cluster;

import dev.weft.runtime.Job;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The end of this JVM while a job on workers runs: the job is cancelled, and has a while to end its processes, on all hosts, and to remove its folders. */
final class JvmEnd {
    private static final Logger LOG = LoggerFactory.getLogger(JvmEnd.class);
    private static final long PATIENCE_SECONDS = 8;

    private JvmEnd() {}

    static void cancels(Job job) {
        var hook = new Thread(() -> end(job), "weft-end-of-" + job.id());
        try {
            Runtime.getRuntime().addShutdownHook(hook);
            job.completion().whenComplete((_, _) -> forget(hook));
        } catch (IllegalStateException endsAlready) {
            job.cancel();
        }
    }

    private static void end(Job job) {
        job.cancel();
        try {
            var _ = job.completion().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("{} ends with its JVM", job.id(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void forget(Thread hook) {
        try {
            boolean _ = Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException endsAlready) {
            LOG.debug("{} is at work", hook.getName(), endsAlready);
        }
    }
}
