package dev.weft.runtime.rank;

import dev.weft.collectives.Communicator;
import dev.weft.collectives.Fence;
import dev.weft.collectives.GroupOptions;
import dev.weft.collectives.InMemoryGroup;
import dev.weft.collectives.Placement;
import java.util.List;
import java.util.stream.IntStream;

/** Ranks that are all in this JVM; where they count as those of several workers, these are played by parts of it. */
public record InMemoryPeers(Placement placement, int worker, InMemoryGroup group, InMemoryGroup leaderGroup)
        implements Peers {
    /** One for each worker. */
    public static List<InMemoryPeers> of(Placement placement, Fence fence, GroupOptions options) {
        var group = InMemoryGroup.create(placement.ranks(), fence, options);
        var leaderGroup = InMemoryGroup.create(placement.workers(), fence, options);
        return IntStream.range(0, placement.workers())
                .mapToObj(worker -> new InMemoryPeers(placement, worker, group, leaderGroup))
                .toList();
    }

    @Override
    public Communicator communicator(int rank) {
        return group.communicator(rank);
    }

    @Override
    public Communicator leaders() {
        return leaderGroup.communicator(worker);
    }

    @Override
    public void leave(int rank) {
        group.leave(rank);
        if (rank == placement.first(worker)) {
            leaderGroup.leave(worker);
        }
    }
}
