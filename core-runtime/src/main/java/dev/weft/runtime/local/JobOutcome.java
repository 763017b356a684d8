package dev.weft.runtime.local;

/** How a job ended. */
sealed interface JobOutcome {
    record Done() implements JobOutcome {}

    record Failed(RankFailure failure) implements JobOutcome {}

    record Cancelled() implements JobOutcome {}
}
