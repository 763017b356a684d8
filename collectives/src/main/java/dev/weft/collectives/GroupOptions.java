package dev.weft.collectives;

import java.time.Duration;

/**
 * What can be set about a group of ranks.
 *
 * @param computeThreads threads of this JVM that want a core at the same time, the ranks' included; ranks spin while
 *     they wait only if these fit the cores
 * @param stallWarning after this time in which no rank got anywhere, one warning tells where each of them stands
 * @param callSites tells the engine's stack frames from the program's
 */
public record GroupOptions(int computeThreads, Duration stallWarning, CallSites callSites) {
    /** One compute thread a rank, a warning after 10 s. */
    public static GroupOptions forRanks(int ranks) {
        return new GroupOptions(ranks, Duration.ofSeconds(10), CallSites.DEFAULT);
    }

    public GroupOptions withComputeThreads(int threads) {
        return new GroupOptions(threads, stallWarning, callSites);
    }

    public GroupOptions withStallWarning(Duration duration) {
        return new GroupOptions(computeThreads, duration, callSites);
    }

    public GroupOptions withCallSites(CallSites sites) {
        return new GroupOptions(computeThreads, stallWarning, sites);
    }
}
