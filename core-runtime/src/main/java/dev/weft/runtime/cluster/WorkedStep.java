package dev.weft.runtime.cluster;

import java.util.Arrays;

/**
 * What each worker's ranks took for the same step.
 *
 * @param workedNanos by worker: the mean of its ranks, who help each other
 * @param partitions by worker: so many it has of what the work is cut into
 * @param wholeNanos of the rank that took longest, with its waiting
 */
@SuppressWarnings("ArrayRecordComponent")
record WorkedStep(long[] workedNanos, int[] partitions, long wholeNanos) {
    @Override
    public String toString() {
        long[] micros = Arrays.stream(workedNanos).map(nanos -> nanos / 1000).toArray();
        return wholeNanos / 1000 + " us, of which the workers worked " + Arrays.toString(micros) + " on partitions "
                + Arrays.toString(partitions);
    }
}
