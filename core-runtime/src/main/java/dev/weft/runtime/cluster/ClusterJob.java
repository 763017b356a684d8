package dev.weft.runtime.cluster;

import com.google.protobuf.ByteString;
import dev.weft.collectives.HostTransport;
import dev.weft.collectives.LaneClient;
import dev.weft.collectives.Placement;
import dev.weft.collectives.TransportException;
import dev.weft.collectives.TransportPlan;
import dev.weft.runtime.CheckpointException;
import dev.weft.runtime.CheckpointSpec;
import dev.weft.runtime.ClusterSpec;
import dev.weft.runtime.Device;
import dev.weft.runtime.DrainedException;
import dev.weft.runtime.Fault;
import dev.weft.runtime.Job;
import dev.weft.runtime.JobCancelledException;
import dev.weft.runtime.JobLimits;
import dev.weft.runtime.JobProgress;
import dev.weft.runtime.JobResult;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.Placing;
import dev.weft.runtime.RankRef;
import dev.weft.runtime.Sharing;
import dev.weft.runtime.WorkersLostException;
import dev.weft.runtime.control.Answer;
import dev.weft.runtime.control.Endpoint;
import dev.weft.runtime.control.WorkerStart;
import dev.weft.runtime.gpu.GpuGrants;
import dev.weft.runtime.hosts.ClassJar;
import dev.weft.runtime.hosts.FolderGuard;
import dev.weft.runtime.hosts.HostChange;
import dev.weft.runtime.hosts.JobFolders;
import dev.weft.runtime.hosts.WorkerHosts;
import dev.weft.runtime.rank.AttemptResult;
import dev.weft.runtime.rank.World;
import dev.weft.runtime.saving.CheckpointBook;
import dev.weft.runtime.saving.SavedJob;
import dev.weft.runtime.saving.StoreFaults;
import dev.weft.runtime.tls.JobKey;
import dev.weft.runtime.tls.JobTls;
import dev.weft.runtime.worker.ProgramClass;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;

/** One job on workers, seen from its agent: this process, which starts them, watches them and takes their results. */
final class ClusterJob implements Job, AgentHands {
    private static final Duration LEAVING = Duration.ofSeconds(2);
    private static final Duration TERMINATING = Duration.ofSeconds(3);
    private static final Duration RESTART_WINDOW = Duration.ofMinutes(10);

    private static final int LARGEST_MESSAGE = 3 << 20;
    private static final String HAS_ENDED = "job %s has ended, so its ranks answer no message";

    private final String id;
    private final ClusterSpec cluster;
    private final JobLimits limits;
    private final GpuGrants gpus;
    private final boolean killsSilent;
    private final dev.weft.runtime.control.Job message;
    private final World world;
    private final List<WorkerKind> kinds;
    private final boolean gpusElsewhere;
    private final FaultPlan faults;
    private final Optional<CheckpointSpec> checkpoint;
    private final Optional<CheckpointOffice> checkpoints;
    private final JobFolders folders;
    private final WorkerHosts processes;
    private final JobKey key = JobKey.create();
    private final CompletableFuture<ActorRef<Object>> coordinator = new CompletableFuture<>();
    private final CompletableFuture<EpochOutcome> outcome = new CompletableFuture<>();
    private final CompletableFuture<JobResult> completion = new CompletableFuture<>();
    private final Asks asks = new Asks();
    private final Thread thread;
    private volatile JobProgress progress = new JobProgress("starting workers", -1, -1, Long.MAX_VALUE);
    private volatile List<String> hosts = List.of();
    private @Nullable ResultDesk desk;
    private @Nullable HostTransport transport;
    private @Nullable LaneClient lanes;
    private @Nullable JobTls tls;
    private @Nullable String address;

    ClusterJob(String id, JobSpec spec, ClusterSpec cluster, GpuGrants gpus, boolean killsSilent) {
        this.id = id;
        this.gpus = gpus;
        this.killsSilent = killsSilent;
        this.limits = spec.limits();
        this.message = RanksDevices.with(gpus::ofOperator, ProgramClass.message(spec));
        this.world = World.of(spec, cluster.workers());
        this.kinds = WorkerKind.of(spec.gang(cluster.workers(), Placing.DEFAULT));
        this.gpusElsewhere = !cluster.hosts().all().isEmpty() && asksForGpus(spec);
        this.faults = FaultPlan.of(spec, cluster);
        this.checkpoints = spec.checkpoint().flatMap(saved -> SavedJob.begin(saved, () -> office(spec, saved)));
        this.checkpoint = spec.checkpoint().filter(_ -> checkpoints.isPresent());
        this.folders = JobFolders.make(cluster.stateFolder(), id);
        this.cluster = ClassJar.onClassPath(cluster, folders.work());
        this.processes = WorkerHosts.of(
                this.cluster,
                spec,
                id,
                folders,
                environment(gpus),
                this::processEnded,
                this::hostDrained,
                this::hostChanged);
        this.thread = Thread.ofPlatform().daemon().name("weft-agent-" + id).unstarted(this::run);
    }

    static boolean asksForGpus(JobSpec spec) {
        return spec.operators().stream().anyMatch(operator -> operator.gpuMilli() > 0);
    }

    /** A worker sees all of the job's GPUs: after a failure its ranks may have others of them. Of a job without: what this process sees. */
    private static Map<String, String> environment(GpuGrants gpus) {
        return gpus.all().isEmpty() ? Map.of() : Device.environment(gpus.all());
    }

    /** Looks at once whether the job can begin there. */
    private CheckpointOffice office(JobSpec spec, CheckpointSpec saved) {
        var storeFaults = new StoreFaults(saved.faults(), 0);
        CheckpointBook book = SavedJob.book(
                spec,
                message.getOperators(0).getProgramClass(),
                id,
                SavedJob.openProven(saved.folder(id), storeFaults),
                UUID.randomUUID().toString());
        return new CheckpointOffice(
                saved, book, SavedJob.begin(book), storeFaults, event -> tell(new CoordinatorEvent.Stored(event)));
    }

    void start() {
        thread.start();
    }

    private void processEnded(int process, String how) {
        tell(new EpochEvent.Down(process, how));
    }

    private void hostDrained(List<Integer> leaving, String why) {
        tell(new EpochEvent.Leaving(leaving, why, checkpoints.isPresent()));
    }

    private void hostChanged(HostChange change) {
        tell(new CoordinatorEvent.HostChanged(change));
    }

    private void tell(EpochEvent event) {
        tell(new CoordinatorEvent.Happened(event));
    }

    private void tell(CoordinatorEvent event) {
        var _ = coordinator.thenAccept(actor -> actor.tell(event));
    }

    // ---- from start to end, on the agent's thread

    private void run() {
        try {
            JobResult result = withWorkers();
            completion.complete(result);
        } catch (CancellationException atItsStart) {
            completion.completeExceptionally(cancelled());
        } catch (Throwable failure) {
            completion.completeExceptionally(failure);
        } finally {
            asks.failAll(HAS_ENDED.formatted(id));
        }
    }

    /** The processes start first: they take longest, and wait to be introduced. */
    private JobResult withWorkers() throws IOException {
        try {
            processes.startHere();
            return cluster.hosts().all().isEmpty() ? overLanes() : guarded();
        } catch (TransportException e) {
            throw new WorkersLostException("the workers could not start: " + e.getMessage(), false);
        } finally {
            processes.end(LEAVING);
            gpus.close();
            checkpoints.ifPresent(CheckpointOffice::close);
            folders.removeTemporary();
        }
    }

    /** No worker here outlives this process, to remove its folders. */
    private JobResult guarded() throws IOException {
        try (var _ = FolderGuard.over(folders)) {
            return overLanes();
        }
    }

    private JobResult overLanes() throws IOException {
        try (var events = new JobEvents(folders.events());
                var driver = HostTransport.start(
                        folders.lanes(), TransportPlan.of(cluster.transport(), world.workers() + 1));
                var client = LaneClient.connect(driver.folder(), cluster.transport(), host());
                var ofJob = new ResultDesk(
                        client,
                        key.laneSecret(),
                        world.names(),
                        (worker, epoch) -> tell(new EpochEvent.Delivered(worker, epoch)))) {
            transport = driver;
            lanes = client;
            desk = ofJob;
            return coordinated(events, ofJob);
        }
    }

    /** This host's address, as the workers reach it. */
    private String host() {
        return processes.awaitReady(limits.startTimeout());
    }

    private JobResult coordinated(JobEvents events, ResultDesk ofJob) {
        tls = new JobTls(key);
        ActorSystem<Void> system = ClusterSystem.ofAgent(Behaviors.empty(), tls, host());
        try {
            address = ClusterSystem.address(system);
            var recoveries = new RecoveryLog();
            var life = new EpochLife(
                    kinds,
                    cluster.spares(),
                    cluster.onLoss(),
                    new RestartBudget(limits.restarts(), RESTART_WINDOW),
                    limits.startTimeout());
            var ranks = new JobRanks(message, world, cluster.onLoss());
            var shares = new WorkShares(world.placements().getFirst(), cluster.sharing() == Sharing.MEASURED);
            coordinator.complete(ClusterSystem.coordinator(
                    system,
                    CoordinatorActor.create(life, ranks, shares, faults, this, events, recoveries, checkpoints)));
            return result(outcome.join(), ofJob, recoveries);
        } finally {
            processes.end(LEAVING);
            system.terminate();
            awaitTerminated(system);
        }
    }

    /** The result does not wait for a connection that can't be closed. */
    private static void awaitTerminated(ActorSystem<Void> system) {
        var _ = system.getWhenTerminated()
                .toCompletableFuture()
                .copy()
                .completeOnTimeout(Done.done(), TERMINATING.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    private JobResult result(EpochOutcome ended, ResultDesk ofJob, RecoveryLog recoveries) {
        return switch (ended) {
            case EpochOutcome.Done _ -> {
                AttemptResult result = ofJob.result(cluster.transport().name().toLowerCase(Locale.ROOT));
                yield result.with(
                        hosts,
                        recoveries.recoveries(result.report().ranks()),
                        checkpoints.map(CheckpointOffice::count).orElse(0L),
                        checkpoints.map(CheckpointOffice::missedCount).orElse(0L));
            }
            case EpochOutcome.Cancelled _ -> throw cancelled();
            case EpochOutcome.Drained(String text) -> throw new DrainedException(text);
            case EpochOutcome.NotStarted(String why) ->
                throw new WorkersLostException(
                        "the workers could not start: " + why + "; see " + folders.logs(), false);
            case EpochOutcome.Failed(EpochCause.Program(var failure), String _) -> throw failure.toException();
            case EpochOutcome.Failed(EpochCause.State(String text), String _) ->
                throw new CheckpointException("job " + id + " was given up: " + text + "; see " + folders.logs());
            case EpochOutcome.Failed(EpochCause cause, String why) -> throw lost(cause, why);
        };
    }

    private JobCancelledException cancelled() {
        return new JobCancelledException("job " + id + " was cancelled");
    }

    private WorkersLostException lost(EpochCause cause, String why) {
        var sentence = "job " + id + " was given up, since " + why + "; see " + folders.logs() + "; " + cause.text();
        return cause instanceof EpochCause.Lost process && process.isOutOfMemory()
                ? new WorkersLostException(sentence, new OutOfMemoryError(cause.text()))
                : new WorkersLostException(sentence, true);
    }

    // ---- the agent's hands

    @Override
    public void spawn(int process, int pool) {
        if (!processes.has(process)) {
            processes.spawn(process, pool);
        }
        processes.introduce(WorkerStart.newBuilder()
                .setJob(id)
                .setProcess(process)
                .setClusterAddress(Objects.requireNonNull(address))
                .setTransport(cluster.transport().name())
                .setPrivateKey(ByteString.copyFrom(key.privateKey()))
                .setCertificate(ByteString.copyFrom(key.certificate()))
                .setCheckpoints(checkpoint.map(saved -> saved.folder(id)).orElse(""))
                .addAllStoreFaults(storeFaults())
                .build());
    }

    @Override
    public String where(int process) {
        return processes.where(process);
    }

    @Override
    public dev.weft.runtime.control.Job equipped(dev.weft.runtime.control.Job job, World world, List<Integer> members) {
        hosts = members.stream().map(processes::host).toList();
        return gpusElsewhere ? RanksDevices.with(operator -> devices(operator, world, members), job) : job;
    }

    /** Where GPUs were given by who placed the workers, each process has its own. */
    private List<List<Device>> devices(int operator, World ofEpoch, List<Integer> members) {
        Placement ranks = ofEpoch.placements().get(operator);
        var devices = new ArrayList<List<Device>>();
        for (int worker = 0; worker < members.size(); worker++) {
            processes.devices(members.get(worker), operator).stream()
                    .limit(ranks.ranks(worker))
                    .forEach(devices::add);
        }
        return devices;
    }

    private List<String> storeFaults() {
        return checkpoint.map(CheckpointSpec::faults).orElse(List.of()).stream()
                .map(Fault::toString)
                .toList();
    }

    @Override
    public long refusedConnections() {
        return Objects.requireNonNull(tls).refused();
    }

    @Override
    public long invalidDatagrams() {
        return Objects.requireNonNull(transport).invalidDatagrams();
    }

    @Override
    public void kill(int process) {
        processes.kill(process);
    }

    @Override
    public void killSilent(int process) {
        if (killsSilent) {
            kill(process);
        }
    }

    @Override
    public void pause(int process, Duration duration) {
        processes.signal(process, "STOP");
        CompletableFuture.delayedExecutor(duration.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> processes.signal(process, "CONT"));
    }

    @Override
    public List<Endpoint> expect(int epoch, World ofEpoch, List<Endpoint> workers) {
        var all = new ArrayList<>(workers);
        all.add(Endpoint.newBuilder()
                .setLaneAddress(Objects.requireNonNull(lanes).address())
                .build());
        Objects.requireNonNull(desk)
                .open(
                        epoch,
                        ofEpoch,
                        all.stream()
                                .map(each ->
                                        new dev.weft.collectives.Endpoint(each.getIncarnation(), each.getLaneAddress()))
                                .toList());
        return all;
    }

    @Override
    public void forget(int epoch) {
        asks.failAll("the rank's attempt has ended before it answered: ask again");
        Objects.requireNonNull(desk).close();
    }

    @Override
    public void progressed(JobProgress now) {
        progress = now;
    }

    @Override
    public void ended(EpochOutcome how) {
        outcome.complete(how);
    }

    // ---- the job's user

    @Override
    public String id() {
        return id;
    }

    @Override
    public JobResult result() {
        try {
            return completion.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException own ? own : e;
        }
    }

    @Override
    public CompletionStage<JobResult> completion() {
        return completion.minimalCompletionStage();
    }

    @Override
    public void cancel() {
        processes.cancel();
        tell(new EpochEvent.CancelAsked());
    }

    @Override
    public void drain() {
        if (checkpoints.isEmpty()) {
            throw new IllegalStateException("job " + id + " has no checkpoints: it can only be cancelled");
        }
        tell(new CoordinatorEvent.DrainAsked());
    }

    @Override
    public RankRef rank(int number) {
        return new ClusterRank(
                this, Objects.checkIndex(number, world.placements().getFirst().ranks()));
    }

    /** The message fits into one of the actors' frames. */
    CompletionStage<byte[]> ask(int rank, byte[] question) {
        if (question.length > LARGEST_MESSAGE) {
            throw new IllegalArgumentException("message.length=" + question.length + " > " + LARGEST_MESSAGE
                    + ": send large data by rank.communicator()");
        }
        if (completion.isDone()) {
            return CompletableFuture.failedStage(new IllegalStateException(HAS_ENDED.formatted(id)));
        }
        ByteString bytes = ByteString.copyFrom(question);
        return asks.ask(number -> tell(new CoordinatorEvent.AskRank(number, rank, bytes)));
    }

    @Override
    public void answered(Answer answer) {
        asks.answered(answer);
    }

    @Override
    public JobProgress progress() {
        return progress;
    }

    void awaitEnd() {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
