package dev.weft.runtime.cluster;

/** What a {@link CoordinatorActor} learns from the agent it lives in. */
sealed interface CoordinatorEvent {
    record Happened(EpochEvent event) implements CoordinatorEvent {}

    record Tick() implements CoordinatorEvent {}
}
