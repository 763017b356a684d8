package dev.weft.collectives.algorithm;

/**
 * How the ranks of a group are spread.
 *
 * @param workers that have ranks
 * @param mostRanks of one worker
 * @param inRuns whether the ranks of each worker follow each other
 */
public record Layout(int workers, int mostRanks, boolean inRuns) {}
