package dev.weft.runtime.cluster;

import com.google.protobuf.ByteString;
import dev.weft.runtime.hosts.HostChange;

/** What a {@link CoordinatorActor} learns from the agent it lives in. */
sealed interface CoordinatorEvent {
    record Happened(EpochEvent event) implements CoordinatorEvent {}

    /** A message to a rank. */
    record AskRank(long id, int rank, ByteString message) implements CoordinatorEvent {}

    record Stored(CheckpointEvent event) implements CoordinatorEvent {}

    /** The job is to save its state and to end. */
    record DrainAsked() implements CoordinatorEvent {}

    record HostChanged(HostChange change) implements CoordinatorEvent {}

    record Tick() implements CoordinatorEvent {}
}
