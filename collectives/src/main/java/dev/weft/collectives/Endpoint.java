package dev.weft.collectives;

/**
 * A process that has lanes.
 *
 * @param incarnation which life of it: frames of another one are dropped
 * @param address {@link LaneClient#address()} of that process
 */
public record Endpoint(int incarnation, String address) {}
