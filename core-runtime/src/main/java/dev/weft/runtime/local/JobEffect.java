package dev.weft.runtime.local;

import java.util.Set;

/** What is to be done for a job. */
sealed interface JobEffect {
    /** Every rank's program is to run. */
    record Begin() implements JobEffect {}

    /** The job fails: no rank may go on. */
    record Fence(Throwable cause) implements JobEffect {}

    /** The job was cancelled: no rank may go on. */
    record FenceCancelled() implements JobEffect {}

    /** {@link JobEvent.InterruptDue} and {@link JobEvent.GiveUpDue} are to come, in place of those that were to come before. */
    record Wait(Patience patience) implements JobEffect {}

    record Interrupt(Set<Integer> ranks) implements JobEffect {}

    /** The last effect of all. */
    record End(JobOutcome outcome) implements JobEffect {}
}
