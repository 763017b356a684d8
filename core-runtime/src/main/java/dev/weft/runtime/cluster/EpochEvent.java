package dev.weft.runtime.cluster;

import dev.weft.runtime.supervision.RankFailure;
import java.util.List;

/** What happens to a job on workers. A process is known by the number of its start, which is never used again. */
sealed interface EpochEvent {
    record Started() implements EpochEvent {}

    /** What a process says of itself; said again and again, and at times late. */
    record Reported(int process, int epoch, WorkerPhase phase) implements EpochEvent {}

    record RankFailed(int process, int epoch, RankFailure failure) implements EpochEvent {}

    /** A worker's lane to another one is broken: a suspicion, no evidence of death. */
    record LaneBroken(int process, int epoch, String reason) implements EpochEvent {}

    /** What the epoch went on from is not whole: the next one goes on from something older. */
    record StateDamaged(int epoch, String why) implements EpochEvent {}

    /** The job's saved state can't be relied on, or no more of it can be saved: it can't go on. */
    record StateUnusable(String why) implements EpochEvent {}

    /** All that a worker's ranks gave has arrived. */
    record Delivered(int worker, int epoch) implements EpochEvent {}

    /** The process has ended, or kept silent for too long. */
    record Down(int process, String evidence) implements EpochEvent {}

    /**
     * The processes are to be done without, soon.
     *
     * @param saves whether the job can save its state, and go on from there
     */
    record Leaving(List<Integer> processes, String why, boolean saves) implements EpochEvent {}

    /** Ranks have shares that don't fit their speeds: they are to save their state, and go on with others. */
    record Rebalance(int epoch, String why) implements EpochEvent {}

    record CancelAsked() implements EpochEvent {}

    /** @param pool of the workers that one is missing of */
    record SpawnDue(int pool) implements EpochEvent {}

    record SuspicionDue(int epoch) implements EpochEvent {}

    record FenceLate(int epoch) implements EpochEvent {}

    /** @param attempt which forming or restoring it is, counted from 1 */
    record AssemblyLate(int attempt) implements EpochEvent {}
}
