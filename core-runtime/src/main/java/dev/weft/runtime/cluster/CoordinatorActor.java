package dev.weft.runtime.cluster;

import dev.weft.checkpoint.save.Manifest;
import dev.weft.checkpoint.save.RankSave;
import dev.weft.checkpoint.save.StepId;
import dev.weft.collectives.Placement;
import dev.weft.runtime.Fault;
import dev.weft.runtime.JobProgress;
import dev.weft.runtime.control.Answer;
import dev.weft.runtime.control.Ask;
import dev.weft.runtime.control.Begin;
import dev.weft.runtime.control.Drain;
import dev.weft.runtime.control.Endpoint;
import dev.weft.runtime.control.FaultReached;
import dev.weft.runtime.control.FaultStruck;
import dev.weft.runtime.control.Fence;
import dev.weft.runtime.control.Leave;
import dev.weft.runtime.control.NotSaved;
import dev.weft.runtime.control.Order;
import dev.weft.runtime.control.Phase;
import dev.weft.runtime.control.Prepare;
import dev.weft.runtime.control.RankFailed;
import dev.weft.runtime.control.Said;
import dev.weft.runtime.control.Settled;
import dev.weft.runtime.control.StateReport;
import dev.weft.runtime.control.Status;
import dev.weft.runtime.control.ThrownMessages;
import dev.weft.runtime.hosts.HostChange;
import dev.weft.runtime.hosts.ProcessEnd;
import dev.weft.runtime.rank.World;
import dev.weft.runtime.saving.Begun;
import dev.weft.runtime.supervision.RankFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Down;

/**
 * Drives one job on workers by its {@link EpochLife}: hears the workers' statuses, tells them what they have still to do, has processes started and
 * ended. A worker that keeps silent is suspected after 3 s and taken for dead after 5.
 */
final class CoordinatorActor extends AbstractBehavior<Object> {
    private static final Duration TICK = Duration.ofMillis(500);
    private static final Duration SUSPECT_AFTER = Duration.ofSeconds(3);
    private static final Duration DEAD_AFTER = Duration.ofSeconds(5);

    private final TimerScheduler<Object> timers;
    private final EpochLife life;
    private final JobRanks ranks;
    private final WorkShares shares;
    private final FaultPlan faults;
    private final AgentHands agent;
    private final JobEvents events;
    private final RecoveryLog recoveries;
    private final Optional<CheckpointOffice> checkpoints;
    private final Map<Integer, WorkerView> views = new HashMap<>();
    private long staleDropped;
    private long selfFenced;
    private boolean draining;
    private int failures;
    private List<Endpoint> endpoints = List.of();
    /** Of the epoch that was formed last. */
    private World world;

    private String lastCause = "";
    private long lastTickNanos = System.nanoTime();

    static Behavior<Object> create(
            EpochLife life,
            JobRanks ranks,
            WorkShares shares,
            FaultPlan faults,
            AgentHands agent,
            JobEvents events,
            RecoveryLog recoveries,
            Optional<CheckpointOffice> checkpoints) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> new CoordinatorActor(
                context, timers, life, ranks, shares, faults, agent, events, recoveries, checkpoints)));
    }

    private CoordinatorActor(
            ActorContext<Object> context,
            TimerScheduler<Object> timers,
            EpochLife life,
            JobRanks ranks,
            WorkShares shares,
            FaultPlan faults,
            AgentHands agent,
            JobEvents events,
            RecoveryLog recoveries,
            Optional<CheckpointOffice> checkpoints) {
        super(context);
        this.timers = timers;
        this.life = life;
        this.ranks = ranks;
        this.shares = shares;
        this.world = ranks.all();
        this.faults = faults;
        this.agent = agent;
        this.events = events;
        this.recoveries = recoveries;
        this.checkpoints = checkpoints;
        timers.startTimerWithFixedDelay(new CoordinatorEvent.Tick(), TICK);
        faults.strikeLasting().forEach(fault -> events.write("fault", "fault", fault));
        on(new EpochEvent.Started());
    }

    @Override
    public Receive<Object> createReceive() {
        return newReceiveBuilder()
                .onMessage(Status.class, this::onStatus)
                .onMessage(FaultReached.class, this::onFault)
                .onMessage(StateReport.class, this::onState)
                .onMessage(CoordinatorEvent.Stored.class, stored -> onStored(stored.event()))
                .onMessage(CoordinatorEvent.HostChanged.class, changed -> onHost(changed.change()))
                .onMessage(CoordinatorEvent.DrainAsked.class, ask -> onDrainAsked())
                .onMessage(Answer.class, this::onAnswer)
                .onMessage(CoordinatorEvent.AskRank.class, this::onAsk)
                .onMessage(CoordinatorEvent.Happened.class, happened -> on(happened.event()))
                .onMessage(CoordinatorEvent.Tick.class, tick -> onTick())
                .build();
    }

    private Behavior<Object> onStatus(Status status) {
        int process = status.getProcess();
        if (life.isGone(process)) {
            staleDropped++;
        }
        var actor = ActorRefResolver.get(getContext().getSystem()).resolveActorRef(status.getActor());
        views.put(process, new WorkerView(actor, status, System.nanoTime()));
        if (status.getEpoch() == life.epoch() && life.workerOf(process).isPresent()) {
            recoveries.sawStep(status.getProgress().getStep());
            if (restored().equals(StepId.BEGINNING)) {
                sawBoundary(new StepId(0, status.getProgress().getStep()));
            }
        }
        if (life.workerOf(process).filter(worker -> worker == 0).isPresent() && status.getPhase() == Phase.RUNNING) {
            var progress = status.getProgress();
            agent.progressed(new JobProgress(
                    progress.getPhase(), progress.getDone(), progress.getStep(), progress.getStepLimit()));
        }
        on(new EpochEvent.Reported(
                process,
                status.getEpoch(),
                WorkerPhase.valueOf(status.getPhase().name())));
        if (status.hasFailure()) {
            on(new EpochEvent.RankFailed(process, status.getEpoch(), toFailure(status.getFailure())));
        }
        if (!status.getBrokenLane().isEmpty()) {
            on(new EpochEvent.LaneBroken(process, status.getEpoch(), status.getBrokenLane()));
        }
        return this;
    }

    private static RankFailure toFailure(RankFailed failed) {
        return new RankFailure(
                failed.getProgram(), failed.getRank(), failed.getStep(), ThrownMessages.toThrowable(failed.getCause()));
    }

    private void sawBoundary(StepId at) {
        if (life.state() == EpochState.RUNNING && recoveries.sawBoundary(at, System.nanoTime())) {
            events.write("redone", "epoch", life.epoch(), "at", at);
            recoveries.moved().ifPresent(shares::moved);
        }
    }

    private Behavior<Object> onFault(FaultReached reached) {
        int process = reached.getProcess();
        if (life.state() != EpochState.RUNNING || reached.getEpoch() != life.epoch() || !life.isUp(process)) {
            return this;
        }
        boolean first = !faults.hasStruck(reached.getIndex());
        Fault fault = faults.strike(reached.getIndex());
        if (first) {
            events.write("fault", "epoch", life.epoch(), "process", process, "fault", fault);
        }
        switch (fault) {
            case Fault.KillWorker _, Fault.KillDuringSave _ -> agent.kill(process);
            case Fault.PauseWorker(int _, long _, Duration duration) -> {
                agent.pause(process, duration);
                tellStruck(process, reached.getIndex());
            }
            case Fault.KillRank _, Fault.ExhaustHeap _ -> tellStruck(process, reached.getIndex());
            case Fault.DiskFull _ -> {
                checkpoints.ifPresent(CheckpointOffice::fillDisk);
                tellStruck(process, reached.getIndex());
            }
            case Fault.StoreErrors _, Fault.StoreSlow _ -> {}
        }
        return this;
    }

    private void tellStruck(int process, int index) {
        view(process)
                .actor()
                .tell(Order.newBuilder()
                        .setFaultStruck(FaultStruck.newBuilder().setIndex(index))
                        .build());
    }

    // ---- checkpoints

    private Behavior<Object> onState(StateReport report) {
        boolean current = report.getEpoch() == life.epoch()
                && life.hasProcesses()
                && life.workerOf(report.getProcess()).isPresent()
                && life.state() != EpochState.FENCING;
        if (!current || checkpoints.isEmpty()) {
            staleDropped++;
            return this;
        }
        CheckpointOffice office = checkpoints.get();
        switch (report.getReportCase()) {
            case SAID -> {
                sawBoundary(
                        new StepId(report.getSaid().getLoop(), report.getSaid().getStep()));
                office.said(report.getSaid()).ifPresent(different -> on(new EpochEvent.StateUnusable(different)));
                share(report.getProcess(), report.getSaid());
            }
            case SAVED -> office.saved(RankSave.read(report.getSaved().toByteArray()));
            case NOT_SAVED -> {
                NotSaved not = report.getNotSaved();
                notSaved(new StepId(not.getLoop(), not.getStep()), not.getWhy(), office);
            }
            case DAMAGED -> {
                events.write("damaged", "epoch", life.epoch(), "why", report.getDamaged());
                office.damaged(report.getDamaged());
                on(new EpochEvent.StateDamaged(life.epoch(), report.getDamaged()));
            }
            case UNUSABLE -> on(new EpochEvent.StateUnusable(report.getUnusable()));
            case REPORT_NOT_SET -> {}
        }
        return this;
    }

    /** Ranks whose speeds ask for other shares are to save their state, and go on with these. */
    private void share(int process, Said said) {
        Optional<Integer> worker = life.workerOf(process);
        if (worker.isEmpty() || draining || life.isLeaving() || life.state() != EpochState.RUNNING) {
            return;
        }
        long limit = view(process).status().getProgress().getStepLimit();
        long left = limit == Long.MAX_VALUE ? said.getStep() : limit - said.getStep();
        shares.said(worker.get(), said, left).ifPresent(why -> {
            events.write("rebalance", "epoch", life.epoch(), "why", why);
            on(new EpochEvent.Rebalance(life.epoch(), why));
            tellDrain();
        });
    }

    private void notSaved(StepId at, String why, CheckpointOffice office) {
        events.write("not_saved", "epoch", life.epoch(), "at", at, "why", why);
        if (office.goesOnWithout(at, why)) {
            tellSettled();
        } else {
            on(new EpochEvent.StateUnusable(
                    "no checkpoint at " + at + " could be saved: " + why + " (--checkpoint-optional goes on without)"));
        }
    }

    private Behavior<Object> onStored(CheckpointEvent event) {
        CheckpointOffice office = checkpoints.orElseThrow();
        switch (event) {
            case CheckpointEvent.Begins(int epoch, Begun begun) -> {
                begun.passedOver().forEach(why -> events.write("passed_over", "epoch", epoch, "why", why));
                events.write("begin", "epoch", epoch, "stored_as", begun.epoch(), "from", begun.from());
                office.begins(epoch, begun);
                tellAll();
            }
            case CheckpointEvent.Committed(int epoch, Manifest manifest) -> {
                events.write("checkpoint", "epoch", epoch, "at", manifest.at(), "bytes", manifest.bytes());
                office.committed(manifest);
                tellSettled();
            }
            case CheckpointEvent.NotCommitted(int epoch, StepId at, String why) -> {
                if (epoch == life.epoch()) {
                    notSaved(at, why, office);
                }
            }
            case CheckpointEvent.Failed(String why) -> on(new EpochEvent.StateUnusable(why));
        }
        return this;
    }

    private void tellSettled() {
        checkpoints.ifPresent(office -> tellMembers(Order.newBuilder()
                .setSettled(Settled.newBuilder()
                        .setEpoch(life.epoch())
                        .setLoop(office.settled().loop())
                        .setStep(office.settled().step()))
                .build()));
    }

    private void tellMembers(Order order) {
        life.members().stream()
                .filter(views::containsKey)
                .forEach(process -> view(process).actor().tell(order));
    }

    /** What follows for its processes is told apart. */
    private Behavior<Object> onHost(HostChange change) {
        events.write("host", "name", change.host(), "state", change.state(), "evidence", change.evidence());
        return this;
    }

    private Behavior<Object> onDrainAsked() {
        draining = true;
        tellDrain();
        return this;
    }

    private void tellDrain() {
        if (draining || life.isLeaving()) {
            tellMembers(Order.newBuilder()
                    .setDrain(Drain.newBuilder().setEpoch(life.epoch()))
                    .build());
        }
    }

    private Behavior<Object> onAsk(CoordinatorEvent.AskRank ask) {
        Placement placement = world.placements().getFirst();
        if (life.state() != EpochState.RUNNING) {
            refuse(ask, "no rank answers while the job is " + life.state() + ": ask again later");
            return this;
        }
        if (ask.rank() >= placement.ranks()) {
            refuse(ask, "rank " + ask.rank() + " is gone: the job goes on with " + placement.ranks() + " ranks");
            return this;
        }
        view(life.members().get(placement.worker(ask.rank())))
                .actor()
                .tell(Order.newBuilder()
                        .setAsk(Ask.newBuilder()
                                .setId(ask.id())
                                .setEpoch(life.epoch())
                                .setRank(ask.rank())
                                .setMessage(ask.message()))
                        .build());
        return this;
    }

    private void refuse(CoordinatorEvent.AskRank ask, String why) {
        agent.answered(Answer.newBuilder()
                .setId(ask.id())
                .setFailure(ThrownMessages.of(new IllegalStateException(why)))
                .build());
    }

    private Behavior<Object> onAnswer(Answer answer) {
        agent.answered(answer);
        return this;
    }

    /** Where this process itself stood still, the workers' silence says nothing. */
    private Behavior<Object> onTick() {
        long now = System.nanoTime();
        boolean stoodStill = now - lastTickNanos > SUSPECT_AFTER.toNanos();
        lastTickNanos = now;
        for (var view : new ArrayList<>(views.entrySet())) {
            long silent = stoodStill ? 0 : now - view.getValue().seenNanos();
            if (life.isUp(view.getKey()) && silent > DEAD_AFTER.toNanos()) {
                agent.killSilent(view.getKey());
                on(new EpochEvent.Down(view.getKey(), "silent for " + silent / 1_000_000_000L + " s"));
            } else if (life.isUp(view.getKey()) && silent > SUSPECT_AFTER.toNanos()) {
                events.write("suspected", "process", view.getKey(), "silent_ms", silent / 1_000_000);
            }
        }
        tellAll();
        tellSettled();
        tellDrain();
        return this;
    }

    private Behavior<Object> on(EpochEvent event) {
        if (event instanceof EpochEvent.Down(int process, String evidence)) {
            down(process, evidence);
        }
        EpochState before = life.state();
        long signNanos = lastSignOf(event);
        List<Long> pids = pids();
        List<EpochEffect> effects = life.on(event, System.nanoTime());
        if (life.state() != before) {
            events.write("state", "epoch", life.epoch(), "state", life.state());
            if (life.state() == EpochState.RUNNING) {
                recoveries.runs(
                        System.nanoTime(), pids(), restored(), world.placement().ranks());
            }
        }
        for (EpochEffect effect : effects) {
            if (effect instanceof EpochEffect.Recover(int _, EpochCause cause)) {
                recoveries.verdict(cause, signNanos, System.nanoTime(), pids);
            }
            perform(effect);
        }
        return this;
    }

    /** The cluster need not find out by itself. */
    private void down(int process, String evidence) {
        events.write("down", "process", process, "evidence", evidence);
        if (ProcessEnd.isSelfFenced(evidence)) {
            selfFenced++;
        }
        if (views.containsKey(process)) {
            Cluster cluster = Cluster.get(getContext().getSystem());
            cluster.manager().tell(new Down(view(process).actor().path().address()));
        }
    }

    private long lastSignOf(EpochEvent event) {
        return event instanceof EpochEvent.Down(int process, String _) && views.containsKey(process)
                ? view(process).seenNanos()
                : System.nanoTime();
    }

    private List<Long> pids() {
        return life.members().stream()
                .filter(views::containsKey)
                .map(process -> view(process).status().getPid())
                .toList();
    }

    private void perform(EpochEffect effect) {
        switch (effect) {
            case EpochEffect.Spawn(int process, int pool) -> {
                agent.spawn(process, pool);
                events.write("spawn", "process", process, "on", agent.where(process));
            }
            case EpochEffect.Kill(int process) -> {
                events.write("kill", "process", process);
                agent.kill(process);
            }
            case EpochEffect.Tell _ -> tellAll();
            case EpochEffect.Wait(EpochEvent later, Duration delay) ->
                // A key of its own: two lost workers have equal events, and both are to come.
                timers.startSingleTimer(new Object(), new CoordinatorEvent.Happened(later), delay);
            case EpochEffect.Form(int epoch, List<Integer> processes) -> form(epoch, processes);
            case EpochEffect.Recover(int epoch, EpochCause cause) -> {
                lastCause = cause.text();
                failures += cause.isFailure() ? 1 : 0;
                events.write("recover", "epoch", epoch, "cause", lastCause);
                agent.progressed(new JobProgress("recovering", -1, -1, Long.MAX_VALUE));
                agent.forget(epoch);
            }
            case EpochEffect.End(EpochOutcome outcome) -> {
                end(outcome);
            }
        }
    }

    private void end(EpochOutcome outcome) {
        long refused = agent.refusedConnections();
        long forged = 0;
        for (WorkerView view : views.values()) {
            refused += view.status().getRefusedConnections();
            forged += view.status().getForgedFrames();
        }
        events.write(
                "end",
                "outcome",
                outcome,
                "stale_dropped",
                staleDropped,
                "self_fenced",
                selfFenced,
                "refused_connections",
                refused,
                "forged_frames",
                forged,
                "invalid_datagrams",
                agent.invalidDatagrams());
        agent.ended(outcome);
    }

    private void form(int epoch, List<Integer> processes) {
        world = ranks.in(processes);
        shares.form(processes, world.placements().getFirst());
        events.write(
                "form",
                "epoch",
                epoch,
                "processes",
                processes,
                "ranks",
                world.placement().ranks(),
                "weights",
                shares.weights());
        endpoints = agent.expect(
                epoch,
                world,
                processes.stream()
                        .map(process -> Endpoint.newBuilder()
                                .setIncarnation(process)
                                .setLaneAddress(view(process).status().getLaneAddress())
                                .build())
                        .toList());
        checkpoints.ifPresent(office -> office.begin(epoch, failures));
    }

    private StepId restored() {
        return checkpoints.map(CheckpointOffice::from).orElse(StepId.BEGINNING);
    }

    private WorkerView view(int process) {
        return Objects.requireNonNull(views.get(process));
    }

    private void tellAll() {
        views.forEach((process, view) -> life.orderFor(process)
                .filter(this::canBeTold)
                .ifPresent(order -> view.actor().tell(message(order))));
    }

    /** An epoch is prepared when it is known what it goes on from. */
    private boolean canBeTold(WorkerOrder order) {
        return !(order instanceof WorkerOrder.Prepare(int epoch, int _))
                || checkpoints.isEmpty()
                || checkpoints.get().saving(epoch).isPresent();
    }

    private Prepare prepare(int epoch, int worker) {
        var prepare = Prepare.newBuilder()
                .setEpoch(epoch)
                .setWorker(worker)
                .addAllEndpoints(endpoints)
                .setJob(agent.equipped(ranks.job(world), world, life.members()))
                .addAllFaults(faults.toCome())
                .setDiskFull(faults.isDiskFull())
                .addAllWeights(shares.weights());
        checkpoints.flatMap(office -> office.saving(epoch)).ifPresent(prepare::setSaving);
        return prepare.build();
    }

    private Order message(WorkerOrder order) {
        var message = Order.newBuilder();
        return switch (order) {
            case WorkerOrder.Prepare(int epoch, int worker) ->
                message.setPrepare(prepare(epoch, worker)).build();
            case WorkerOrder.Begin(int epoch) ->
                message.setBegin(Begin.newBuilder().setEpoch(epoch)).build();
            case WorkerOrder.Fence(int epoch) ->
                message.setFence(Fence.newBuilder().setEpoch(epoch).setCause(lastCause))
                        .build();
            case WorkerOrder.Leave() ->
                message.setLeave(Leave.getDefaultInstance()).build();
        };
    }
}
