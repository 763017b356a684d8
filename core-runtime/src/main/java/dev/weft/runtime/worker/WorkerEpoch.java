package dev.weft.runtime.worker;

import dev.weft.collectives.Communicator;
import dev.weft.collectives.Endpoint;
import dev.weft.collectives.Fence;
import dev.weft.collectives.Flight;
import dev.weft.collectives.GroupOptions;
import dev.weft.collectives.LaneClient;
import dev.weft.collectives.LanePlan;
import dev.weft.collectives.LaneSecret;
import dev.weft.collectives.LaneTrouble;
import dev.weft.collectives.Lanes;
import dev.weft.collectives.Placement;
import dev.weft.collectives.RankGroup;
import dev.weft.collectives.flight.FlightLog;
import dev.weft.collectives.flight.FlightWorker;
import dev.weft.runtime.JobProgress;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.Kept;
import dev.weft.runtime.cluster.LaneContexts;
import dev.weft.runtime.cluster.RanksDevices;
import dev.weft.runtime.cluster.ShareTransfer;
import dev.weft.runtime.control.Job;
import dev.weft.runtime.control.Operator;
import dev.weft.runtime.control.Prepare;
import dev.weft.runtime.rank.Attempt;
import dev.weft.runtime.rank.CheckpointDesk;
import dev.weft.runtime.rank.RankRun;
import dev.weft.runtime.rank.WorkerState;
import dev.weft.runtime.rank.World;
import dev.weft.runtime.supervision.ExitCall;
import dev.weft.runtime.supervision.RankFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What a worker has in one epoch: lanes to the others, its ranks, and what they give in the end. */
final class WorkerEpoch implements AutoCloseable {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(20);

    private final Fence fence;
    private final Lanes lanes;
    private final Communicator results;
    private final int agent;
    private final List<Attempt> operators;
    private final WorkerFaults faults;
    private final Optional<WorkerCheckpoints> checkpoints;

    private WorkerEpoch(
            Fence fence,
            Lanes lanes,
            Communicator results,
            int agent,
            List<Attempt> operators,
            WorkerFaults faults,
            Optional<WorkerCheckpoints> checkpoints) {
        this.fence = fence;
        this.lanes = lanes;
        this.results = results;
        this.agent = agent;
        this.operators = operators;
        this.faults = faults;
        this.checkpoints = checkpoints;
    }

    /** Connects to the other workers and makes the ranks; waits until all are there. */
    static WorkerEpoch prepare(
            String jobId,
            Prepare order,
            boolean ownCores,
            LaneClient client,
            LaneSecret secret,
            Fence fence,
            List<Kept> kept,
            Path jobFolder,
            Optional<WorkerCheckpoints> checkpoints,
            Consumer<LaneTrouble> whenBroken,
            WorkerFaults faults) {
        var endpoints = order.getEndpointsList().stream()
                .map(endpoint -> new Endpoint(endpoint.getIncarnation(), endpoint.getLaneAddress()))
                .toList();
        int workers = endpoints.size() - 1;
        Lanes lanes = client.open(new LanePlan(order.getEpoch(), order.getWorker(), endpoints, secret), whenBroken);
        try {
            lanes.awaitConnected(CONNECT_LIMIT, fence);
            Communicator results =
                    LaneContexts.results(lanes, endpoints.size(), fence).communicator(order.getWorker());
            var operators = operators(jobId, order, ownCores, lanes, fence, kept, jobFolder, faults, checkpoints);
            return new WorkerEpoch(fence, lanes, results, workers, operators, faults, checkpoints);
        } catch (Throwable failure) {
            lanes.close();
            throw failure;
        }
    }

    /** This worker's part of each operator that has ranks here. */
    private static List<Attempt> operators(
            String jobId,
            Prepare order,
            boolean ownCores,
            Lanes lanes,
            Fence fence,
            List<Kept> kept,
            Path jobFolder,
            WorkerFaults faults,
            Optional<WorkerCheckpoints> checkpoints) {
        JobSpec job = ProgramClass.spec(order.getJob());
        int process = order.getWorker();
        World world = world(order.getJob());
        List<String> addresses =
                IntStream.range(0, world.workers()).mapToObj(lanes::address).toList();
        List<Integer> ranksOnCores = ranksOnCores(world, process, ownCores, addresses);
        List<JobSpec> specs = job.operatorsAmong(
                ranksOnCores.stream().mapToInt(Integer::intValue).sum());
        GroupOptions options = Attempt.groupOptions(specs, ranksOnCores)
                .withFlight(Flight.ofAll(
                        flightLog(order, world.placement(), jobFolder),
                        "all ranks",
                        world.placement().ranks()));
        int[] weights =
                order.getWeightsList().stream().mapToInt(Integer::intValue).toArray();
        RankGroup everyone = lanes.group(LaneContexts.EVERYONE, world.placement(), fence, options);
        var attempts = new ArrayList<Attempt>();
        for (int operator = 0; operator < specs.size(); operator++) {
            Placement placement = world.placements().get(operator);
            if (placement.ranks(process) == 0) {
                continue;
            }
            var peers = new LanePeers(
                    lanes, world, operator, weights, process, ranksOnCores.get(operator), everyone, fence, options);
            int clock = attempts.isEmpty() ? placement.first(process) : -1;
            var state = new WorkerState(
                            order.getEpoch(),
                            fence,
                            peers,
                            kept.get(operator),
                            Optional.of(jobFolder.resolve("operator-" + operator)),
                            faults.hook(operator == 0, clock),
                            checkpoints.map(CheckpointDesk.class::cast))
                    .with(RanksDevices.devices(order.getJob().getOperators(operator), placement, process));
            attempts.add(new Attempt(jobId, specs.get(operator), System::nanoTime, state));
        }
        return attempts;
    }

    /**
     * Of each operator: those of a worker, and of all others on its host if it has no cores of its own.
     *
     * @param addresses of the workers' hosts
     */
    static List<Integer> ranksOnCores(World world, int worker, boolean ownCores, List<String> addresses) {
        int[] beside = IntStream.range(0, world.workers())
                .filter(other ->
                        other == worker || !ownCores && addresses.get(other).equals(addresses.get(worker)))
                .toArray();
        return world.placements().stream()
                .map(placement -> IntStream.of(beside).map(placement::ranks).sum())
                .toList();
    }

    private static World world(Job job) {
        return new World(
                job.getOperatorsList().stream().map(Operator::getName).toList(),
                job.getOperatorsList().stream()
                        .map(operator -> Placement.of(operator.getRanksOfWorkersList().stream()
                                .mapToInt(Integer::intValue)
                                .toArray()))
                        .toList());
    }

    /** What the ranks have called last is left beside the job's logs when something goes wrong. */
    private static FlightLog flightLog(Prepare order, Placement ranks, Path jobFolder) {
        int process = order.getEndpoints(order.getWorker()).getIncarnation();
        List<FlightWorker> workers = IntStream.range(0, ranks.workers())
                .mapToObj(worker -> new FlightWorker(worker, "", ranks.first(worker), ranks.ranks(worker)))
                .toList();
        return new FlightLog(jobFolder.resolveSibling("flight"), process, order.getEpoch(), workers);
    }

    List<Attempt> operators() {
        return operators;
    }

    private Stream<RankRun> ranks() {
        return operators.stream().map(Attempt::ranks).flatMap(List::stream);
    }

    /** Of the first rank here. */
    JobProgress progress() {
        return ranks().findFirst().orElseThrow().progress().current();
    }

    /** The place of a rank of the job's first operator among all ranks of this worker. */
    int placeOfFirst(int rank) {
        return rank - operators.getFirst().ranks().getFirst().number();
    }

    /** The rank's on whose thread the call was, or, where a thread of the program's own calls, that of the first rank here. */
    RankFailure failureOf(ExitCall call) {
        RankRun run = ranks().filter(rank -> rank.isOnThread(call.thread()))
                .findFirst()
                .orElseGet(() -> ranks().findFirst().orElseThrow());
        return new RankFailure(
                run.programName(), run.number(), run.progress().current().step(), call.toException());
    }

    Fence fence() {
        return fence;
    }

    /** How many frames came from somebody who does not know the job's secret. */
    long forgedFrames() {
        return lanes.counters().forgedDropped();
    }

    WorkerFaults faults() {
        return faults;
    }

    Optional<WorkerCheckpoints> checkpoints() {
        return checkpoints;
    }

    /** Whether no rank's program runs any more, so that the lanes may be closed. */
    boolean isQuiet() {
        return ranks().allMatch(RankRun::hasEnded);
    }

    /** Gives the agent what the ranks gave; returns when it has it all. */
    void deliver() {
        operators.forEach(operator -> ShareTransfer.send(results, agent, operator.share()));
    }

    @Override
    public void close() {
        lanes.close();
    }
}
