package dev.weft.collectives.flight;

/**
 * Where ranks of a job live: a worker, and its run of ranks.
 *
 * @param host empty if it isn't known
 */
public record FlightWorker(int worker, String host, int firstRank, int ranks) {
    boolean has(int rank) {
        return rank >= firstRank && rank - firstRank < ranks;
    }
}
