package dev.weft.runtime.worker;

import dev.weft.collectives.Communicator;
import dev.weft.collectives.Endpoint;
import dev.weft.collectives.Fence;
import dev.weft.collectives.GroupOptions;
import dev.weft.collectives.LaneClient;
import dev.weft.collectives.LanePlan;
import dev.weft.collectives.LaneTrouble;
import dev.weft.collectives.Lanes;
import dev.weft.collectives.Placement;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.Kept;
import dev.weft.runtime.cluster.LaneContexts;
import dev.weft.runtime.cluster.ShareTransfer;
import dev.weft.runtime.control.Prepare;
import dev.weft.runtime.rank.Attempt;
import dev.weft.runtime.rank.RankRun;
import dev.weft.runtime.rank.WorkerState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** What a worker has in one epoch: lanes to the others, its ranks, and what they give in the end. */
final class WorkerEpoch implements AutoCloseable {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(20);

    private final Fence fence;
    private final Lanes lanes;
    private final Communicator results;
    private final int agent;
    private final Attempt attempt;
    private final WorkerFaults faults;

    private WorkerEpoch(
            Fence fence, Lanes lanes, Communicator results, int agent, Attempt attempt, WorkerFaults faults) {
        this.fence = fence;
        this.lanes = lanes;
        this.results = results;
        this.agent = agent;
        this.attempt = attempt;
        this.faults = faults;
    }

    /** Connects to the other workers and makes the ranks; waits until all are there. */
    static WorkerEpoch prepare(
            String jobId,
            Prepare order,
            LaneClient client,
            Fence fence,
            Kept kept,
            Path jobFolder,
            Consumer<LaneTrouble> whenBroken,
            IntConsumer faultReached) {
        var endpoints = order.getEndpointsList().stream()
                .map(endpoint -> new Endpoint(endpoint.getIncarnation(), endpoint.getLaneAddress()))
                .toList();
        int workers = endpoints.size() - 1;
        JobSpec spec = ProgramClass.spec(order.getJob());
        Lanes lanes = client.open(new LanePlan(order.getEpoch(), order.getWorker(), endpoints), whenBroken);
        try {
            lanes.awaitConnected(CONNECT_LIMIT);
            GroupOptions options = Attempt.groupOptions(spec);
            var peers = new LanePeers(lanes, Placement.even(spec.ranks(), workers), order.getWorker(), fence, options);
            Communicator results =
                    LaneContexts.results(lanes, endpoints.size(), fence).communicator(order.getWorker());
            var faults = new WorkerFaults(
                    order.getWorker(),
                    peers.placement().first(order.getWorker()),
                    order.getFaultsList(),
                    fence,
                    faultReached);
            var state = new WorkerState(order.getEpoch(), fence, peers, kept, Optional.of(jobFolder), faults);
            var attempt = new Attempt(jobId, spec, System::nanoTime, state);
            return new WorkerEpoch(fence, lanes, results, workers, attempt, faults);
        } catch (Throwable failure) {
            lanes.close();
            throw failure;
        }
    }

    Attempt attempt() {
        return attempt;
    }

    Fence fence() {
        return fence;
    }

    WorkerFaults faults() {
        return faults;
    }

    /** Whether no rank's program runs any more, so that the lanes may be closed. */
    boolean isQuiet() {
        return attempt.ranks().stream().allMatch(RankRun::hasEnded);
    }

    /** Gives the agent what the ranks gave; returns when it has it all. */
    void deliver() {
        ShareTransfer.send(results, agent, attempt.share());
    }

    @Override
    public void close() {
        lanes.close();
    }
}
