package dev.weft.collectives.algorithm;

/**
 * Steps of one kind on the longest path of an algorithm.
 *
 * @param count of those that a rank makes one after the other
 * @param bytes that pass in them, in each direction
 */
public record Steps(double count, double bytes) {
    static final Steps NONE = new Steps(0, 0);
}
