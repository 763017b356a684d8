package dev.weft.launcher;

import dev.weft.runtime.Job;
import dev.weft.runtime.JobResult;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for a job's end and shows how far it is meanwhile. Interrupting the waiting thread cancels the job. */
record JobWatch(Job job, ProgressView view) {
    private static final long LOOK_MILLIS = 100;
    private static final long CANCEL_MILLIS = 900;

    /**
     * Waits.
     *
     * @throws RuntimeException as {@link Job#result()} throws it
     * @throws CommandFailedException if the deadline has passed, after which the job is cancelled
     */
    JobResult await(Optional<Deadline> deadline) throws InterruptedException {
        var end = job.completion().toCompletableFuture();
        try (view) {
            while (!ended(end, LOOK_MILLIS)) {
                view.at(job.progress());
                if (deadline.isPresent() && deadline.get().hasPassed(System.nanoTime())) {
                    cancel(end);
                    throw deadline.get().passed(job.id());
                }
            }
        } catch (InterruptedException interrupted) {
            cancel(end);
            throw interrupted;
        }
        return job.result();
    }

    private void cancel(CompletableFuture<JobResult> end) throws InterruptedException {
        job.cancel();
        boolean _ = ended(end, CANCEL_MILLIS);
    }

    private static boolean ended(CompletableFuture<JobResult> end, long waitMillis) throws InterruptedException {
        try {
            end.get(waitMillis, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException stillRunning) {
            return false;
        } catch (ExecutionException failed) {
            return true;
        }
    }
}
