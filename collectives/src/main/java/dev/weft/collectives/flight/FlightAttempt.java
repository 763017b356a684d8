package dev.weft.collectives.flight;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * A rank's life in one epoch.
 *
 * @param beganNanos the process's {@link System#nanoTime} when the rank's program began
 * @param workers where all ranks of the job live
 * @param communicators that the rank belongs to
 * @param endedNanos the same when the program had ended, if it has
 */
public record FlightAttempt(
        int epoch,
        long beganNanos,
        List<FlightWorker> workers,
        List<FlightCommunicator> communicators,
        OptionalLong endedNanos) {
    static final FlightAttempt NONE = begun(0, 0, List.of());

    public FlightAttempt {
        workers = List.copyOf(workers);
        communicators = List.copyOf(communicators);
    }

    static FlightAttempt begun(int epoch, long nanos, List<FlightWorker> workers) {
        return new FlightAttempt(epoch, nanos, workers, List.of(), OptionalLong.empty());
    }

    FlightAttempt with(FlightCommunicator communicator) {
        var all = new ArrayList<>(communicators);
        all.add(communicator);
        return new FlightAttempt(epoch, beganNanos, workers, all, endedNanos);
    }

    FlightAttempt ended(long nanos) {
        return new FlightAttempt(epoch, beganNanos, workers, communicators, OptionalLong.of(nanos));
    }

    /** The number of the job's ranks. */
    int size() {
        return workers.stream().mapToInt(FlightWorker::ranks).sum();
    }
}
