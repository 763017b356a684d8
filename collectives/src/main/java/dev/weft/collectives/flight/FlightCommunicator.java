package dev.weft.collectives.flight;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A communicator that a rank belongs to.
 *
 * @param id its epoch in the upper half, in the lower the number that it has in its epoch
 * @param name what its ranks have in common, for people
 * @param worldRanks the number in the job of each of its ranks
 */
public record FlightCommunicator(long id, String name, List<Integer> worldRanks) {
    public FlightCommunicator {
        worldRanks = List.copyOf(worldRanks);
    }

    /** One that all ranks of a job belong to. */
    public static FlightCommunicator ofAll(long id, String name, int ranks) {
        return new FlightCommunicator(
                id, name, IntStream.range(0, ranks).boxed().toList());
    }

    public static long id(int epoch, int context) {
        return (long) epoch << Integer.SIZE | Integer.toUnsignedLong(context);
    }

    static int epoch(long id) {
        return (int) (id >>> Integer.SIZE);
    }

    /** E.g. 0.1 in epoch 0. */
    static String label(long id) {
        return epoch(id) + "." + Integer.toUnsignedString((int) id);
    }
}
