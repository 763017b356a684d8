package dev.weft.collectives.flight;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a recorder held at one moment.
 *
 * @param reason why it was taken, with the message of the exception if there was one
 * @param takenMillis wall-clock time of that moment since 1970
 * @param takenNanos the process's {@link System#nanoTime} at the same moment: both together put the events of several
 *     processes and hosts on one time line
 * @param begun the number of the newest event, also if it was just being written
 * @param events by their numbers, ascending
 */
public record FlightDump(
        FlightOrigin origin,
        FlightAttempt attempt,
        String reason,
        long takenMillis,
        long takenNanos,
        long begun,
        List<FlightEvent> events) {
    public FlightDump {
        events = List.copyOf(events);
    }

    int rank() {
        return origin.rank();
    }

    int epoch() {
        return attempt.epoch();
    }

    /** The rank was beginning a call that the dump has nothing of but its number. */
    boolean isNewestTorn() {
        return begun > (events.isEmpty() ? 0 : events.getLast().number());
    }

    /** The time that had gone by since then. */
    Duration since(long nanos) {
        return Duration.ofNanos(takenNanos - nanos);
    }

    Instant wallClock(long nanos) {
        return Instant.ofEpochMilli(takenMillis).minus(since(nanos));
    }
}
