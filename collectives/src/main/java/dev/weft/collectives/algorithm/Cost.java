package dev.weft.collectives.algorithm;

/**
 * What an algorithm takes, by its formula.
 *
 * @param rounds messages that a rank sends or awaits one after the other, on the longest path
 * @param bytes that pass on that path
 * @param workedBytes that a rank combines, or moves within its memory, on it
 * @param messages sent by all ranks together
 * @param totalBytes of elements in them
 */
public record Cost(double rounds, double bytes, double workedBytes, long messages, double totalBytes) {}
