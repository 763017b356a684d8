package dev.weft.runtime.local;

/** What happens to a job. */
sealed interface JobEvent {
    /** The rank's actor is there, its program has not begun. */
    record RankReady(int rank) implements JobEvent {}

    record RankDone(int rank) implements JobEvent {}

    /** The rank's program was ended by the fence; {@code seen} is what raised it, as far as this rank knows. */
    record RankFenced(RankFailure seen) implements JobEvent {}

    record RankFailed(RankFailure failure) implements JobEvent {}

    record CancelAsked() implements JobEvent {}

    record InterruptDue() implements JobEvent {}

    record GiveUpDue() implements JobEvent {}
}
