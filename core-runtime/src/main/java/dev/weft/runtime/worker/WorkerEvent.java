package dev.weft.runtime.worker;

import dev.weft.runtime.supervision.AttemptOutcome;
import dev.weft.runtime.supervision.ExitCall;

/** What a {@link WorkerActor} learns from its own process. */
sealed interface WorkerEvent {
    record Prepared(WorkerEpoch made) implements WorkerEvent {}

    /** Preparing, or giving the results, did not work. */
    record Failed(int epoch, Throwable cause) implements WorkerEvent {}

    record AttemptEnded(int epoch, AttemptOutcome outcome) implements WorkerEvent {}

    record Delivered(int epoch) implements WorkerEvent {}

    record LaneBroken(int epoch, String reason) implements WorkerEvent {}

    record Stopped(int epoch) implements WorkerEvent {}

    /** A program ends this process; the call waits until the coordinator has heard of it. */
    record ExitCalled(ExitCall call) implements WorkerEvent {}

    record Tick() implements WorkerEvent {}
}
