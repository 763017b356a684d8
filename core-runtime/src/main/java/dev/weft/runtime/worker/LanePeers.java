package dev.weft.runtime.worker;

import dev.weft.collectives.Communicator;
import dev.weft.collectives.Fence;
import dev.weft.collectives.Flight;
import dev.weft.collectives.GroupOptions;
import dev.weft.collectives.Lanes;
import dev.weft.collectives.Placement;
import dev.weft.collectives.RankGroup;
import dev.weft.runtime.Operator;
import dev.weft.runtime.Shares;
import dev.weft.runtime.cluster.LaneContexts;
import dev.weft.runtime.rank.OperatorLink;
import dev.weft.runtime.rank.Peers;
import dev.weft.runtime.rank.World;
import java.util.List;
import java.util.stream.IntStream;

/** The ranks of an operator that live in this process, and those in other processes, over lanes. */
final class LanePeers implements Peers {
    private final World world;
    private final int operator;
    private final Shares shares;
    private final int worker;
    private final int process;
    private final int ranksOnCores;
    private final RankGroup ranks;
    private final RankGroup leaders;
    private final RankGroup everyone;
    /** Of the workers that have ranks of the operator. */
    private final List<String> hosts;

    /**
     * @param operator its number
     * @param weights of each of a worker's ranks, by worker
     * @param process this process's number among all workers
     * @param ranksOnCores how many of the operator's ranks share its cores
     * @param everyone all ranks of all operators
     */
    LanePeers(
            Lanes lanes,
            World world,
            int operator,
            int[] weights,
            int process,
            int ranksOnCores,
            RankGroup everyone,
            Fence fence,
            GroupOptions options) {
        Placement onAll = world.placements().get(operator);
        this.world = world;
        this.operator = operator;
        this.process = process;
        this.ranksOnCores = ranksOnCores;
        int[] ofThose = IntStream.range(0, onAll.workers())
                .filter(each -> onAll.ranks(each) > 0)
                .map(each -> weights[each])
                .toArray();
        this.shares = Shares.weighted(onAll.withoutEmpty(), ofThose);
        this.worker = (int) IntStream.range(0, process)
                .filter(before -> onAll.ranks(before) > 0)
                .count();
        Flight ofAll = flight(options, "ranks", IntStream.range(0, onAll.ranks()));
        this.ranks = lanes.group(LaneContexts.ranks(operator), onAll, fence, options.withFlight(ofAll));
        IntStream firsts = IntStream.range(0, onAll.workers())
                .filter(each -> onAll.ranks(each) > 0)
                .map(onAll::first);
        Flight ofFirsts = flight(options, "first ranks of the workers", firsts);
        this.leaders =
                lanes.group(LaneContexts.leaders(operator), oneForEach(onAll), fence, options.withFlight(ofFirsts));
        this.everyone = everyone;
        this.hosts = IntStream.range(0, onAll.workers())
                .filter(each -> onAll.ranks(each) > 0)
                .mapToObj(lanes::address)
                .toList();
    }

    /** Where the calls of some of the operator's ranks are recorded. */
    private Flight flight(GroupOptions options, String name, IntStream numbers) {
        return new Flight(
                options.flight().log(),
                name,
                numbers.map(number -> world.rank(operator, number)).boxed().toList());
    }

    private static Placement oneForEach(Placement placement) {
        return Placement.of(IntStream.range(0, placement.workers())
                .map(worker -> Math.min(1, placement.ranks(worker)))
                .toArray());
    }

    @Override
    public Shares shares() {
        return shares;
    }

    @Override
    public int ranksOnCores() {
        return ranksOnCores;
    }

    @Override
    public int worker() {
        return worker;
    }

    @Override
    public int numberOfAll() {
        return process;
    }

    @Override
    public String host(int of) {
        return hosts.get(of);
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
    public Operator operator(int rank, String name) {
        return new OperatorLink(world, world.operator(name), everyone.communicator(world.rank(operator, rank)));
    }

    @Override
    public void leave(int rank) {
        ranks.leave(rank);
        everyone.leave(world.rank(operator, rank));
        if (rank == placement().first(worker)) {
            leaders.leave(worker);
        }
    }
}
