package dev.weft.runtime.rank;

import dev.weft.collectives.Communicator;
import dev.weft.collectives.Fence;
import dev.weft.collectives.GroupOptions;
import dev.weft.collectives.Placement;
import dev.weft.collectives.RankGroup;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.Operator;
import dev.weft.runtime.Shares;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Ranks that are all in this JVM; where they count as those of several workers, these are played by parts of it.
 *
 * @param operator its number in the world
 * @param everyone the ranks of all operators
 */
public record InMemoryPeers(
        Shares shares,
        int worker,
        RankGroup group,
        RankGroup leaderGroup,
        World world,
        int operator,
        RankGroup everyone)
        implements Peers {
    private static final String LOOPBACK = "127.0.0.1";

    /** Of the only operator there is, one for each worker. */
    public static List<InMemoryPeers> of(Placement placement, Fence fence, GroupOptions options) {
        return of(Shares.equal(placement), fence, options);
    }

    /** As {@link #of(Placement, Fence, GroupOptions)}. */
    public static List<InMemoryPeers> of(Shares shares, Fence fence, GroupOptions options) {
        Placement placement = shares.placement();
        var world = new World(List.of(""), List.of(placement));
        var group = RankGroup.inMemory(placement.ranks(), fence, options);
        var leaderGroup = RankGroup.inMemory(placement.workers(), fence, options);
        return IntStream.range(0, placement.workers())
                .mapToObj(worker -> new InMemoryPeers(shares, worker, group, leaderGroup, world, 0, group))
                .toList();
    }

    /** Of a job in one JVM, one for each operator. */
    static List<InMemoryPeers> together(JobSpec job, Fence fence, GroupOptions options) {
        var world = World.together(job);
        var everyone = RankGroup.inMemory(job.allRanks(), fence, options);
        var peers = new ArrayList<InMemoryPeers>();
        for (Placement placement : world.placements()) {
            var group = RankGroup.inMemory(placement.ranks(), fence, options);
            var leaderGroup = RankGroup.inMemory(1, fence, options);
            peers.add(new InMemoryPeers(Shares.equal(placement), 0, group, leaderGroup, world, peers.size(), everyone));
        }
        return peers;
    }

    @Override
    public int ranksOnCores() {
        return placement().ranks();
    }

    @Override
    public int numberOfAll() {
        return worker;
    }

    @Override
    public String host(int of) {
        return LOOPBACK;
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
    public Operator operator(int rank, String name) {
        return new OperatorLink(world, world.operator(name), everyone.communicator(world.rank(operator, rank)));
    }

    @Override
    public void leave(int rank) {
        group.leave(rank);
        everyone.leave(world.rank(operator, rank));
        if (rank == placement().first(worker)) {
            leaderGroup.leave(worker);
        }
    }
}
