package dev.weft.runtime.supervision;

/** How an attempt ended. */
public sealed interface AttemptOutcome {
    record Done() implements AttemptOutcome {}

    record Failed(RankFailure failure) implements AttemptOutcome {}

    record Cancelled() implements AttemptOutcome {}
}
