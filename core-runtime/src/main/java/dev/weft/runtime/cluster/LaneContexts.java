package dev.weft.runtime.cluster;

import dev.weft.collectives.Fence;
import dev.weft.collectives.GroupOptions;
import dev.weft.collectives.LaneGroup;
import dev.weft.collectives.Lanes;
import dev.weft.collectives.Placement;
import java.time.Duration;

/** The groups that use the lanes of an epoch at the same time. */
public final class LaneContexts {
    /** The ranks of the program. */
    public static final int RANKS = 0;
    /** The ranks that lead their workers. */
    public static final int LEADERS = 1;

    private static final int RESULTS = 2;
    /** The agent waits for results as long as the programs run. */
    private static final Duration NO_WARNING = Duration.ofDays(10_000);

    private LaneContexts() {}

    /** One rank for each worker, and the agent as the last one. */
    public static LaneGroup results(Lanes lanes, int endpoints, Fence fence) {
        GroupOptions options = GroupOptions.forRanks(endpoints).withStallWarning(NO_WARNING);
        return lanes.group(RESULTS, Placement.even(endpoints, endpoints), fence, options);
    }
}
