package dev.weft.runtime.cluster;

import dev.weft.collectives.Communicator;
import dev.weft.collectives.Endpoint;
import dev.weft.collectives.Fence;
import dev.weft.collectives.LaneClient;
import dev.weft.collectives.LanePlan;
import dev.weft.collectives.LaneSecret;
import dev.weft.collectives.Lanes;
import dev.weft.runtime.rank.AttemptResult;
import dev.weft.runtime.rank.WorkerShare;
import dev.weft.runtime.rank.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes what the workers give at the end of an epoch, over lanes, on a thread for each epoch. */
final class ResultDesk implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ResultDesk.class);
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(30);

    private final LaneClient client;
    private final BiConsumer<Integer, Integer> whenDelivered;
    private @Nullable Desk open;
    private final LaneSecret secret;
    private final List<String> operators;
    private volatile List<List<WorkerShare>> shares = List.of();

    /**
     * @param secret of the job
     * @param operators their names
     * @param whenDelivered told the worker and the epoch
     */
    ResultDesk(
            LaneClient client, LaneSecret secret, List<String> operators, BiConsumer<Integer, Integer> whenDelivered) {
        this.client = client;
        this.secret = secret;
        this.operators = operators;
        this.whenDelivered = whenDelivered;
    }

    /** @param world the epoch's ranks */
    synchronized void open(int epoch, World world, List<Endpoint> endpoints) {
        close();
        var desk = new Desk(epoch, world, endpoints);
        desk.thread.start();
        open = desk;
    }

    /** Ends the epoch's waiting, if it still lasts. */
    @Override
    public synchronized void close() {
        Desk last = open;
        open = null;
        if (last != null) {
            last.fence.raise(new IllegalStateException("the epoch has ended"));
            try {
                last.thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Of the epoch in which all workers have delivered. */
    AttemptResult result(String transport) {
        return AttemptResult.joined(
                operators,
                shares.stream()
                        .map(operator -> AttemptResult.of(operator, transport))
                        .toList());
    }

    private final class Desk {
        final int epoch;
        final World world;
        final List<Endpoint> endpoints;
        final Fence fence = new Fence();
        final Thread thread;

        Desk(int epoch, World world, List<Endpoint> endpoints) {
            this.epoch = epoch;
            this.world = world;
            this.endpoints = endpoints;
            this.thread =
                    Thread.ofPlatform().daemon().name("weft-results-" + epoch).unstarted(this::run);
        }

        private void run() {
            int agent = endpoints.size() - 1;
            try (Lanes lanes = client.open(
                    new LanePlan(epoch, agent, endpoints, secret),
                    trouble -> LOG.info("a lane to the agent broke: {}", trouble))) {
                lanes.awaitConnected(CONNECT_LIMIT, fence);
                receive(LaneContexts.results(lanes, endpoints.size(), fence).communicator(agent), agent);
            } catch (RuntimeException e) {
                if (!fence.isRaised()) {
                    LOG.warn("epoch {}: no results", epoch, e);
                }
            }
        }

        private void receive(Communicator lanes, int workers) {
            List<List<WorkerShare>> received = world.names().stream()
                    .<List<WorkerShare>>map(_ -> new ArrayList<>())
                    .toList();
            for (int worker = 0; worker < workers; worker++) {
                for (int operator = 0; operator < received.size(); operator++) {
                    if (world.placements().get(operator).ranks(worker) > 0) {
                        received.get(operator).add(ShareTransfer.receive(lanes, worker));
                    }
                }
            }
            shares = received;
            for (int worker = 0; worker < workers; worker++) {
                whenDelivered.accept(worker, epoch);
            }
        }
    }
}
