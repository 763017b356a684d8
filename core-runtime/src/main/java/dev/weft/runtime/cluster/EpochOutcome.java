package dev.weft.runtime.cluster;

/** How a job on workers ended. */
sealed interface EpochOutcome {
    record Done() implements EpochOutcome {}

    /** @param why it was not tried again */
    record Failed(EpochCause cause, String why) implements EpochOutcome {}

    /** The workers never came together. */
    record NotStarted(String why) implements EpochOutcome {}

    record Cancelled() implements EpochOutcome {}

    /** It was told to leave, and has saved its state. */
    record Drained(String text) implements EpochOutcome {}
}
