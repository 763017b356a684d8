package dev.weft.collectives;

import dev.weft.collectives.flight.FlightLog;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Where a group's calls are recorded.
 *
 * @param log of this process, or null if nothing is recorded
 * @param name of the group, for people
 * @param worldRanks the number in the job of each of the group's ranks
 */
public record Flight(@Nullable FlightLog log, String name, List<Integer> worldRanks) {
    /** Nothing is recorded. */
    public static final Flight NONE = new Flight(null, "", List.of());

    public Flight {
        worldRanks = List.copyOf(worldRanks);
    }

    /** Of a group that has all ranks of a job. */
    public static Flight ofAll(FlightLog log, String name, int ranks) {
        return new Flight(log, name, IntStream.range(0, ranks).boxed().toList());
    }

    /** Of a part of the group. */
    Flight part(int[] ranks) {
        return log == null
                ? NONE
                : new Flight(
                        log,
                        "part of " + name,
                        Arrays.stream(ranks).mapToObj(worldRanks::get).toList());
    }

    void failed(String reason) {
        if (log != null) {
            log.failed(reason);
        }
    }
}
