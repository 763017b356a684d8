package dev.weft.runtime.cluster;

import java.time.Duration;
import java.util.List;

/** What is to be done for a job on workers. */
sealed interface EpochEffect {
    /**
     * A process is to be started under this number.
     *
     * @param pool of the workers that it can be
     */
    record Spawn(int process, int pool) implements EpochEffect {}

    /** The process is to be ended by force; it counts as gone already. */
    record Kill(int process) implements EpochEffect {}

    /** What processes are to do has changed: {@link EpochLife#orderFor} says what. */
    record Tell() implements EpochEffect {}

    /** The event is to come after a while. */
    record Wait(EpochEvent event, Duration delay) implements EpochEffect {}

    /** A new epoch begins to form, with these processes as its workers, by worker number. */
    record Form(int epoch, List<Integer> processes) implements EpochEffect {}

    /** The epoch has ended early, and another will follow. */
    record Recover(int epoch, EpochCause cause) implements EpochEffect {}

    /** The last effect of all. */
    record End(EpochOutcome outcome) implements EpochEffect {}
}
