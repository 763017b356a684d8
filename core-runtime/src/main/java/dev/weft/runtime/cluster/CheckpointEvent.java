package dev.weft.runtime.cluster;

import dev.weft.checkpoint.save.Manifest;
import dev.weft.checkpoint.save.StepId;
import dev.weft.runtime.saving.Begun;

/** What came of something that was done in the checkpoints' store. */
sealed interface CheckpointEvent {
    /** The run's epoch has its place in the store. */
    record Begins(int epoch, Begun begun) implements CheckpointEvent {}

    record Committed(int epoch, Manifest manifest) implements CheckpointEvent {}

    /** Its parts are in the store, but it does not count. */
    record NotCommitted(int epoch, StepId at, String why) implements CheckpointEvent {}

    /** The job can't go on with this store. */
    record Failed(String why) implements CheckpointEvent {}
}
