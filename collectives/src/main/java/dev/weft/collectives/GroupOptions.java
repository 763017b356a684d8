package dev.weft.collectives;

import dev.weft.collectives.algorithm.Costs;
import dev.weft.collectives.algorithm.Pace;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * What can be set about a group of ranks, the same on all of them.
 *
 * @param computeThreads threads of this host that want a core at the same time, the ranks' included; ranks spin while
 *     they wait only if these fit the cores
 * @param stallWarning after this time in which no rank got anywhere, one warning tells where each of them stands
 * @param callSites tells the engine's stack frames from the program's
 * @param forced the algorithms of operations that are not to be chosen by their costs, by {@code docs/collectives.md}'s
 *     names
 * @param costs by which the others are chosen
 * @param flight where calls are recorded
 */
public record GroupOptions(
        int computeThreads,
        Duration stallWarning,
        CallSites callSites,
        Map<Operation, String> forced,
        CostTable costs,
        Flight flight) {
    public GroupOptions {
        forced = Map.copyOf(forced);
    }

    /** What messages take within a worker and between workers. */
    public record CostTable(Costs memory, Costs lanes) {
        /** Of a machine of 2026, until it is measured. */
        public static final CostTable TYPICAL = new CostTable(
                new Costs(new Pace(150, 0.05), new Pace(150, 0.05), 0.1),
                new Costs(new Pace(700, 0.12), new Pace(700, 0.18), 0.1));
    }

    /** One compute thread a rank, a warning after 10 s. */
    public static GroupOptions forRanks(int ranks) {
        return new GroupOptions(
                ranks, Duration.ofSeconds(10), CallSites.DEFAULT, Map.of(), CostTable.TYPICAL, Flight.NONE);
    }

    public GroupOptions withComputeThreads(int threads) {
        return new GroupOptions(threads, stallWarning, callSites, forced, costs, flight);
    }

    public GroupOptions withStallWarning(Duration duration) {
        return new GroupOptions(computeThreads, duration, callSites, forced, costs, flight);
    }

    public GroupOptions withCallSites(CallSites sites) {
        return new GroupOptions(computeThreads, stallWarning, sites, forced, costs, flight);
    }

    /** Calls of this operation are made by this algorithm; one that doesn't fit a call is refused. */
    public GroupOptions withForced(Operation operation, String algorithm) {
        var more = new EnumMap<Operation, String>(Operation.class);
        more.putAll(forced);
        more.put(operation, algorithm);
        return new GroupOptions(computeThreads, stallWarning, callSites, more, costs, flight);
    }

    public GroupOptions withCosts(CostTable table) {
        return new GroupOptions(computeThreads, stallWarning, callSites, forced, table, flight);
    }

    public GroupOptions withFlight(Flight log) {
        return new GroupOptions(computeThreads, stallWarning, callSites, forced, costs, log);
    }
}
