package dev.weft.runtime.cluster;

/**
 * What each worker's ranks took for the same step.
 *
 * @param workedNanos by worker: the mean of its ranks, who help each other
 * @param partitions by worker: so many it has of what the work is cut into
 * @param wholeNanos of the rank that took longest, with its waiting
 */
@SuppressWarnings("ArrayRecordComponent")
record WorkedStep(long[] workedNanos, int[] partitions, long wholeNanos) {}
