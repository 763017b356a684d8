package dev.weft.collectives;

/**
 * What a rank's communication has cost since the rank began.
 *
 * @param bytesReceived bytes that other ranks' data took to reach this rank
 * @param callNanos time inside calls, waiting included; of a call with little data only the waiting counts, since
 *     reading the clock would take as long as the rest
 * @param waitNanos time waiting for other ranks
 */
public record Traffic(long bytesReceived, long callNanos, long waitNanos) {}
