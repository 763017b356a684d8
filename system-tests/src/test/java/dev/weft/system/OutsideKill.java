package dev.weft.system;

import dev.weft.runtime.Job;
import dev.weft.runtime.testing.EventsFile;
import java.util.Optional;

/**
 * {@code kill -9} of one of a job's workers from outside.
 *
 * @param millis so long after the job got to the step
 */
record OutsideKill(int worker, long step, int millis) {
    /** The killed process; none if the job has ended before. */
    Optional<ProcessHandle> strike(Job job) throws InterruptedException {
        while (job.progress().step() < step) {
            if (job.completion().toCompletableFuture().isDone()) {
                return Optional.empty();
            }
            Thread.sleep(2); // progress has no event to wait for
        }
        Thread.sleep(millis);
        Optional<ProcessHandle> victim = Leftovers.workersOf(ProcessHandle.current())
                .sorted()
                .skip(worker)
                .findFirst();
        victim.ifPresent(ProcessHandle::destroyForcibly);
        return victim;
    }

    /** Whether the job's agent lost that process to the kill, rather than by the job's end. */
    static boolean isFelt(ProcessHandle victim, EventsFile events) {
        return events.line("recover", "process " + victim.pid() + " ended by signal 9")
                .isPresent();
    }

    @Override
    public String toString() {
        return "kill -9 of worker=" + worker + " after step=" + step + " and " + millis + " ms";
    }
}
