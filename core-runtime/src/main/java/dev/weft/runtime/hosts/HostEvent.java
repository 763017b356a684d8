package dev.weft.runtime.hosts;

/** What happens to a job's host, as its job's agent sees it. */
sealed interface HostEvent {
    /** Its agent has said something: what, does not matter. */
    record Heard() implements HostEvent {}

    /** Somebody there needs it, or takes it away. */
    record DrainAsked() implements HostEvent {}

    /** The channel to its agent has closed. */
    record Ended(String why) implements HostEvent {}

    /** Some time has passed; comes several times a second. */
    record Tick() implements HostEvent {}
}
