package dev.weft.runtime.worker;

import dev.weft.collectives.Communicator;
import dev.weft.collectives.Fence;
import dev.weft.collectives.GroupOptions;
import dev.weft.collectives.LaneGroup;
import dev.weft.collectives.Lanes;
import dev.weft.collectives.Placement;
import dev.weft.runtime.cluster.LaneContexts;
import dev.weft.runtime.rank.Peers;

/** A worker's ranks and those of other processes, over lanes. */
final class LanePeers implements Peers {
    private final Placement placement;
    private final int worker;
    private final LaneGroup ranks;
    private final LaneGroup leaders;

    LanePeers(Lanes lanes, Placement placement, int worker, Fence fence, GroupOptions options) {
        this.placement = placement;
        this.worker = worker;
        this.ranks = lanes.group(LaneContexts.RANKS, placement, fence, options);
        this.leaders = lanes.group(
                LaneContexts.LEADERS, Placement.even(placement.workers(), placement.workers()), fence, options);
    }

    @Override
    public Placement placement() {
        return placement;
    }

    @Override
    public int worker() {
        return worker;
    }

    @Override
    public Communicator communicator(int rank) {
        return ranks.communicator(rank);
    }

    @Override
    public Communicator leaders() {
        return leaders.communicator(worker);
    }

    @Override
    public void leave(int rank) {
        ranks.leave(rank);
        if (rank == placement.first(worker)) {
            leaders.leave(worker);
        }
    }
}
