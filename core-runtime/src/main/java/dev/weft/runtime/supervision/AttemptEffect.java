package dev.weft.runtime.supervision;

import java.util.Set;

/** What is to be done for an attempt. */
sealed interface AttemptEffect {
    /** Every rank's program is to run. */
    record Begin() implements AttemptEffect {}

    /** The job fails: no rank may go on. */
    record Fence(Throwable cause) implements AttemptEffect {}

    /** The job was cancelled: no rank may go on. */
    record FenceCancelled() implements AttemptEffect {}

    /** {@link AttemptEvent.InterruptDue} and {@link AttemptEvent.GiveUpDue} are to come, in place of those that were to come before. */
    record Wait(Patience patience) implements AttemptEffect {}

    record Interrupt(Set<Integer> ranks) implements AttemptEffect {}

    /** The last effect of all. */
    record End(AttemptOutcome outcome) implements AttemptEffect {}
}
