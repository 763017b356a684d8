package dev.weft.runtime.rank;

import dev.weft.runtime.LoadedSizes;

/**
 * What a rank took.
 *
 * @param saidLoaded whether the program said when loading ended
 * @param loadedNanos when loading ended; {@code beganNanos} if the program never said so
 * @param steps the most step boundaries that it passed in one loop
 * @param callNanos inside communicator calls after loading, waiting included
 * @param waitNanos of these, waiting for peers
 */
public record RankMeasure(
        long beganNanos,
        boolean saidLoaded,
        long loadedNanos,
        long endedNanos,
        long firstStepNanos,
        long steps,
        LoadedSizes sizes,
        long bytesFromMemory,
        long bytesFromLanes,
        long callNanos,
        long waitNanos) {}
