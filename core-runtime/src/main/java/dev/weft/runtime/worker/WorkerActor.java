package dev.weft.runtime.worker;

import dev.weft.checkpoint.save.StepId;
import dev.weft.collectives.Fence;
import dev.weft.collectives.LaneClient;
import dev.weft.collectives.LaneSecret;
import dev.weft.runtime.JobProgress;
import dev.weft.runtime.Kept;
import dev.weft.runtime.control.FaultReached;
import dev.weft.runtime.control.Order;
import dev.weft.runtime.control.Phase;
import dev.weft.runtime.control.Prepare;
import dev.weft.runtime.control.Progress;
import dev.weft.runtime.control.RankFailed;
import dev.weft.runtime.control.Settled;
import dev.weft.runtime.control.StateReport;
import dev.weft.runtime.control.Status;
import dev.weft.runtime.control.ThrownMessages;
import dev.weft.runtime.control.WorkerStart;
import dev.weft.runtime.supervision.AttemptActor;
import dev.weft.runtime.supervision.AttemptCommand;
import dev.weft.runtime.supervision.AttemptEvent;
import dev.weft.runtime.supervision.AttemptOutcome;
import dev.weft.runtime.supervision.ExitCall;
import dev.weft.runtime.supervision.Patience;
import dev.weft.runtime.supervision.RankFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the coordinator's orders: prepares an epoch, begins it, stops it. Says of itself where it is, at each change and every second. What may
 * block is done on threads of its own.
 */
final class WorkerActor extends AbstractBehavior<Object> {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerActor.class);
    private static final Duration TICK = Duration.ofMillis(200);
    /** By the clock, not by ticks: where a machine is busy each tick comes late. */
    private static final Duration HEARTBEAT = Duration.ofMillis(900);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    /** For programs to come to a Weft call; then they are interrupted, then their process ends. */
    private static final Patience STOPPING = new Patience(Duration.ofSeconds(10), Duration.ofSeconds(14));

    private static final Progress NO_PROGRESS = Progress.newBuilder()
            .setPhase("starting")
            .setDone(-1)
            .setStep(-1)
            .setStepLimit(Long.MAX_VALUE)
            .build();

    private final WorkerStart start;
    private final LaneClient lanes;
    private final LongSupplier refusedConnections;
    private final ActorRef<Object> coordinator;
    private final Executor blocking;
    private final WorkerExit exit;
    /** One for each operator, by its number. */
    private final List<Kept> kept = new ArrayList<>();

    private final WorkerStore store;
    private final LaneSecret secret;
    private int epoch;
    private Phase phase = Phase.IDLE;
    private Fence fence = new Fence();
    private boolean fenced;
    private @Nullable WorkerEpoch current;
    private @Nullable ActorRef<AttemptCommand> attempt;
    private @Nullable RankFailed failure;
    private String brokenLane = "";
    /** In earlier epochs. */
    private long forgedBefore;

    private long lastReportNanos = System.nanoTime();
    private long lastTickNanos = System.nanoTime();
    private Progress lastProgress = NO_PROGRESS;

    static Behavior<Object> create(
            WorkerStart start,
            LaneClient lanes,
            LaneSecret secret,
            LongSupplier refusedConnections,
            Supplier<ActorRef<Object>> coordinator,
            Executor blocking,
            WorkerExit exit) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(new WorkerEvent.Tick(), TICK);
            return new WorkerActor(
                    context, start, lanes, secret, refusedConnections, coordinator.get(), blocking, exit);
        }));
    }

    private WorkerActor(
            ActorContext<Object> context,
            WorkerStart start,
            LaneClient lanes,
            LaneSecret secret,
            LongSupplier refusedConnections,
            ActorRef<Object> coordinator,
            Executor blocking,
            WorkerExit exit) {
        super(context);
        this.start = start;
        this.lanes = lanes;
        this.refusedConnections = refusedConnections;
        this.coordinator = coordinator;
        this.blocking = blocking;
        this.exit = exit;
        this.store = WorkerStore.of(start);
        this.secret = secret;
        report();
    }

    @Override
    public Receive<Object> createReceive() {
        return newReceiveBuilder()
                .onMessage(Order.class, this::onOrder)
                .onMessage(WorkerEvent.class, this::onEvent)
                .build();
    }

    private Behavior<Object> onOrder(Order order) {
        switch (order.getOrderCase()) {
            case PREPARE -> onPrepare(order.getPrepare());
            case BEGIN -> onBegin(order.getBegin().getEpoch());
            case FENCE -> onFence(order.getFence().getEpoch(), order.getFence().getCause());
            case LEAVE -> exit.with(WorkerExit.DONE);
            case FAULT_STRUCK -> {
                if (current != null) {
                    current.faults().struck(order.getFaultStruck().getIndex());
                }
            }
            case SETTLED -> onSettled(order.getSettled());
            case DRAIN -> {
                if (order.getDrain().getEpoch() == epoch && current != null) {
                    current.checkpoints().ifPresent(WorkerCheckpoints::drain);
                }
            }
            case ASK -> onAsk(new RemoteMail(order.getAsk(), coordinator));
            case ORDER_NOT_SET -> LOG.warn("an order that this version does not know");
        }
        return this;
    }

    private Behavior<Object> onEvent(WorkerEvent event) {
        switch (event) {
            case WorkerEvent.Tick _ -> tick();
            case WorkerEvent.Prepared(WorkerEpoch made) -> prepared(made);
            case WorkerEvent.Failed(int failed, Throwable cause) -> failed(failed, cause);
            case WorkerEvent.AttemptEnded(int ended, AttemptOutcome outcome) -> attemptEnded(ended, outcome);
            case WorkerEvent.ExitCalled(ExitCall call) -> exitCalled(call);
            case WorkerEvent.Delivered(int delivered) -> {
                if (delivered == epoch && !fenced) {
                    become(Phase.FINISHED);
                }
            }
            case WorkerEvent.LaneBroken(int broken, String reason) -> {
                if (broken == epoch && !fenced && brokenLane.isEmpty()) {
                    brokenLane = reason;
                    report();
                }
            }
            case WorkerEvent.Stopped(int stopped) -> {
                if (stopped == epoch) {
                    lastProgress = progress();
                    forgedBefore = forgedFrames();
                    current = null;
                    become(Phase.FENCED);
                }
            }
        }
        return this;
    }

    // ---- orders

    private void onPrepare(Prepare order) {
        if (order.getEpoch() <= epoch) {
            return;
        }
        epoch = order.getEpoch();
        phase = Phase.IDLE;
        fence = new Fence();
        fenced = false;
        failure = null;
        brokenLane = "";
        lastProgress = NO_PROGRESS;
        LOG.info("epoch {}: this process is worker {}", epoch, order.getWorker());
        while (kept.size() < order.getJob().getOperatorsCount()) {
            kept.add(new Kept());
        }
        ActorRef<Object> self = getContext().getSelf();
        Fence ofEpoch = fence;
        int number = epoch;
        WorkerFaults faults = faults(order);
        if (order.getDiskFull()) {
            store.fill();
        }
        blocking.execute(() -> {
            try {
                Optional<WorkerCheckpoints> checkpoints = order.hasSaving()
                        ? Optional.of(
                                WorkerCheckpoints.prepare(store, order, faults, report -> tellState(number, report)))
                        : Optional.empty();
                self.tell(new WorkerEvent.Prepared(WorkerEpoch.prepare(
                        start.getJob(),
                        order,
                        start.getOwnCores(),
                        lanes,
                        secret,
                        ofEpoch,
                        kept,
                        Path.of(start.getJobFolder()),
                        checkpoints,
                        trouble -> self.tell(new WorkerEvent.LaneBroken(number, trouble.reason())),
                        faults)));
            } catch (Throwable cause) {
                self.tell(new WorkerEvent.Failed(number, cause));
            }
        });
        report();
    }

    private WorkerFaults faults(Prepare order) {
        int ranks = order.getJob().getOperators(0).getRanksOfWorkers(order.getWorker());
        return new WorkerFaults(
                order.getWorker(),
                ranks,
                order.getFaultsList(),
                fence,
                index -> coordinator.tell(FaultReached.newBuilder()
                        .setProcess(start.getProcess())
                        .setEpoch(order.getEpoch())
                        .setIndex(index)
                        .build()),
                store::fill);
    }

    private void prepared(WorkerEpoch made) {
        current = made;
        if (fenced) {
            stop();
        } else {
            become(Phase.PREPARED);
        }
    }

    private void onBegin(int begun) {
        if (begun != epoch || phase != Phase.PREPARED || current == null) {
            return;
        }
        ActorRef<Object> self = getContext().getSelf();
        var timings = new Patience.Timings(STOPPING, STOPPING);
        attempt = getContext()
                .spawnAnonymous(AttemptActor.create(
                        current.operators(),
                        timings,
                        outcome -> self.tell(new WorkerEvent.AttemptEnded(begun, outcome))));
        become(Phase.RUNNING);
    }

    private void onFence(int ended, String cause) {
        if (ended < epoch || phase == Phase.FENCED && ended == epoch || fenced && ended == epoch) {
            return;
        }
        LOG.info("epoch {} ends: {}", ended, cause);
        boolean never = ended > epoch;
        epoch = ended;
        fenced = true;
        fence.raise(new IllegalStateException(cause));
        if (attempt != null) {
            attempt.tell(new AttemptCommand.Happened(new AttemptEvent.CancelAsked()));
        } else if (current != null) {
            stop();
        } else if (never || phase == Phase.FAILED) {
            become(Phase.FENCED);
        }
    }

    private void onSettled(Settled settled) {
        if (settled.getEpoch() == epoch && current != null) {
            current.checkpoints()
                    .ifPresent(checkpoints -> checkpoints.settled(new StepId(settled.getLoop(), settled.getStep())));
        }
    }

    /** On any thread. */
    private void tellState(int of, StateReport.Builder report) {
        coordinator.tell(report.setProcess(start.getProcess()).setEpoch(of).build());
    }

    private void onAsk(RemoteMail mail) {
        if (attempt != null && current != null && !fenced && mail.ask().getEpoch() == epoch) {
            attempt.tell(
                    new AttemptCommand.Deliver(current.placeOfFirst(mail.ask().getRank()), mail));
        } else {
            mail.fail(new IllegalStateException("the rank's attempt has ended: ask again"));
        }
    }

    // ---- what happens here

    private void attemptEnded(int ended, AttemptOutcome outcome) {
        attempt = null;
        if (fenced) {
            stop();
            return;
        }
        switch (outcome) {
            case AttemptOutcome.Done _ -> deliver(ended);
            case AttemptOutcome.Failed(RankFailure first) -> fail(first);
            case AttemptOutcome.Cancelled _ -> LOG.warn("epoch {} was cancelled by nobody", ended);
        }
    }

    /** The rank that called does not come back, and its process has nothing more to give. */
    private void exitCalled(ExitCall call) {
        if (current == null || fenced) {
            exit.with(WorkerExit.FENCED);
            return;
        }
        fail(current.failureOf(call));
    }

    private void deliver(int ended) {
        WorkerEpoch done = current;
        if (done == null) {
            return;
        }
        ActorRef<Object> self = getContext().getSelf();
        blocking.execute(() -> {
            try {
                done.deliver();
                self.tell(new WorkerEvent.Delivered(ended));
            } catch (Throwable cause) {
                self.tell(new WorkerEvent.Failed(ended, cause));
            }
        });
    }

    private void failed(int failedEpoch, Throwable cause) {
        if (failedEpoch != epoch) {
            return;
        }
        if (!fenced) {
            LOG.warn("epoch {} can't go on", epoch, cause);
            fail(new RankFailure("weft", 0, -1, cause));
        } else if (current == null) {
            become(Phase.FENCED);
        }
    }

    private void fail(RankFailure first) {
        failure = RankFailed.newBuilder()
                .setProgram(first.program())
                .setRank(first.rank())
                .setStep(first.step())
                .setCause(ThrownMessages.of(first.cause()))
                .build();
        become(Phase.FAILED);
    }

    /** Closes what the epoch has, or ends the process if a program can't be stopped. */
    private void stop() {
        WorkerEpoch last = current;
        if (last == null || attempt != null) {
            return;
        }
        if (!last.isQuiet()) {
            LOG.error("a program of epoch {} can't be stopped: this process ends", epoch);
            exit.with(WorkerExit.FENCED);
            return;
        }
        int number = epoch;
        ActorRef<Object> self = getContext().getSelf();
        blocking.execute(() -> {
            last.close();
            self.tell(new WorkerEvent.Stopped(number));
        });
    }

    // ---- telling

    private void tick() {
        long now = System.nanoTime();
        long pause = now - lastTickNanos;
        lastTickNanos = now;
        if (pause > LONGEST_PAUSE.toNanos()) {
            LOG.error("this process stood still for {} s: it takes itself out", pause / 1_000_000_000L);
            exit.with(WorkerExit.FENCED);
            return;
        }
        Progress progress = progress();
        if (now - lastReportNanos >= HEARTBEAT.toNanos() || !progress.equals(lastProgress)) {
            lastProgress = progress;
            report();
        }
    }

    private Progress progress() {
        if (current == null) {
            return lastProgress;
        }
        JobProgress progress = current.progress();
        return Progress.newBuilder()
                .setPhase(progress.phase())
                .setDone(progress.done())
                .setStep(progress.step())
                .setStepLimit(progress.stepLimit())
                .build();
    }

    private long forgedFrames() {
        return forgedBefore + (current == null ? 0 : current.forgedFrames());
    }

    private void become(Phase next) {
        phase = next;
        report();
    }

    private void report() {
        lastReportNanos = System.nanoTime();
        var status = Status.newBuilder()
                .setProcess(start.getProcess())
                .setPid(ProcessHandle.current().pid())
                .setActor(ActorRefResolver.get(getContext().getSystem())
                        .toSerializationFormat(getContext().getSelf()))
                .setLaneAddress(lanes.address())
                .setEpoch(epoch)
                .setPhase(phase)
                .setBrokenLane(brokenLane)
                .setProgress(progress())
                .setRefusedConnections(refusedConnections.getAsLong())
                .setForgedFrames(forgedFrames());
        if (failure != null) {
            status.setFailure(failure);
        }
        coordinator.tell(status.build());
    }
}
