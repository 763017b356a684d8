package dev.weft.runtime.supervision;

/** What happens to an attempt. A rank is known by its place among all ranks of this worker, whatever operator it belongs to. */
public sealed interface AttemptEvent {
    /** The rank's actor is there, its program has not begun. */
    record RankReady(int rank) implements AttemptEvent {}

    record RankDone(int rank) implements AttemptEvent {}

    /** The rank's program was ended by the fence; {@code seen} is what raised it, as far as this rank knows. */
    record RankFenced(int rank, RankFailure seen) implements AttemptEvent {}

    record RankFailed(int rank, RankFailure failure) implements AttemptEvent {}

    record CancelAsked() implements AttemptEvent {}

    record InterruptDue() implements AttemptEvent {}

    record GiveUpDue() implements AttemptEvent {}
}
