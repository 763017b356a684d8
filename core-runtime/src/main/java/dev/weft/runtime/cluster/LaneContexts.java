package dev.weft.runtime.cluster;

import dev.weft.collectives.Fence;
import dev.weft.collectives.GroupOptions;
import dev.weft.collectives.Lanes;
import dev.weft.collectives.Placement;
import dev.weft.collectives.RankGroup;
import java.time.Duration;

/** The groups that use the lanes of an epoch at the same time. */
public final class LaneContexts {
    /** All ranks of all operators. */
    public static final int EVERYONE = 1;

    private static final int RESULTS = 0;
    private static final Duration FOR_EVER = Duration.ofDays(10_000);
    private static final int OPERATORS = 2;

    private LaneContexts() {}

    /** The ranks of an operator. */
    public static int ranks(int operator) {
        return OPERATORS + 2 * operator;
    }

    /** The ranks of an operator that lead it on their workers. */
    public static int leaders(int operator) {
        return OPERATORS + 2 * operator + 1;
    }

    /** One rank for each worker, and the agent as the last one, which waits for results as long as the programs run. */
    public static RankGroup results(Lanes lanes, int endpoints, Fence fence) {
        GroupOptions options = GroupOptions.forRanks(endpoints).withStallWarning(FOR_EVER);
        return lanes.group(RESULTS, Placement.even(endpoints, endpoints), fence, options);
    }
}
