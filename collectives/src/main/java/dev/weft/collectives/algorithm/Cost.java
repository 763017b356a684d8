package dev.weft.collectives.algorithm;

/**
 * What an algorithm takes, by its formula.
 *
 * @param oneWay messages that a rank sends or awaits
 * @param exchanges in which a rank sends and receives at once
 * @param workedBytes that a rank combines, or moves within its memory, on the longest path
 * @param messages sent by all ranks together
 * @param totalBytes of elements in them
 */
public record Cost(Steps oneWay, Steps exchanges, double workedBytes, long messages, double totalBytes) {
    static Cost ofMessages(double count, double bytes, double workedBytes, long messages, double totalBytes) {
        return new Cost(new Steps(count, bytes), Steps.NONE, workedBytes, messages, totalBytes);
    }

    static Cost ofExchanges(double count, double bytes, double workedBytes, long messages, double totalBytes) {
        return new Cost(Steps.NONE, new Steps(count, bytes), workedBytes, messages, totalBytes);
    }
}
