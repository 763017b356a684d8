package dev.weft.runtime.rank;

import dev.weft.checkpoint.ObjectStore;
import dev.weft.checkpoint.Partitions;
import dev.weft.collectives.Communicator;
import dev.weft.collectives.Fence;
import dev.weft.collectives.Placement;
import dev.weft.runtime.Column;
import dev.weft.runtime.Device;
import dev.weft.runtime.Kept;
import dev.weft.runtime.LoadedSizes;
import dev.weft.runtime.MessageHandler;
import dev.weft.runtime.Operator;
import dev.weft.runtime.Rank;
import dev.weft.runtime.Shares;
import dev.weft.runtime.Steps;
import dev.weft.runtime.ThreadTeam;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A rank as its program sees it. */
final class RankContext implements Rank, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RankContext.class);
    private static final long SHARED = 2;

    private final String job;
    private final int number;
    private final WorkerState worker;
    private final Communicator communicator;
    private final Fence fence;
    private final ThreadTeam team;
    private final Arguments arguments;
    private final Agreement agreement;
    private final Mailbox mailbox;
    private final RankResults results;
    private final RankProgress progress;
    private final RankMeter meter;
    private final StateKeeper keeper;
    private final StepBoundary boundary;
    private final Deque<AutoCloseable> resources = new ArrayDeque<>();

    RankContext(
            String job,
            int number,
            WorkerState worker,
            Arguments arguments,
            ThreadTeam team,
            Mailbox mailbox,
            RankResults results,
            RankProgress progress,
            RankMeter meter,
            LongSupplier nanoClock) {
        this.job = job;
        this.number = number;
        this.worker = worker;
        this.communicator = worker.peers().communicator(number);
        this.fence = worker.fence();
        this.team = team;
        this.arguments = arguments;
        this.agreement = new Agreement(communicator);
        this.mailbox = mailbox;
        this.results = results;
        this.progress = progress;
        this.meter = meter;
        this.keeper = new StateKeeper(number, worker.checkpoints(), communicator, team, fence, nanoClock);
        this.boundary = new StepBoundary(
                number,
                worker.stepHook(),
                fence,
                agreement,
                mailbox,
                progress,
                meter,
                keeper,
                new Partitions(number, number + 1, communicator.size()));
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public int count() {
        return placement().ranks();
    }

    @Override
    public Placement placement() {
        return worker.peers().placement();
    }

    @Override
    public Shares shares() {
        return worker.peers().shares();
    }

    @Override
    public int worker() {
        return worker.peers().worker();
    }

    @Override
    public String job() {
        return job;
    }

    @Override
    public String host(int of) {
        return worker.peers().host(of);
    }

    @Override
    public ThreadTeam team() {
        return team;
    }

    @Override
    public List<Device> devices() {
        return worker.devicesOf(workerRank());
    }

    @Override
    public void atEnd(AutoCloseable resource) {
        resources.push(resource);
    }

    @Override
    public Communicator communicator() {
        return communicator;
    }

    @Override
    public Communicator leaders() {
        requireLeading("leaders()");
        return worker.peers().leaders();
    }

    private void requireLeading(String call) {
        if (workerRank() != 0) {
            throw new IllegalStateException(call + ": workerRank=" + workerRank()
                    + " != 0: this is for the rank that leads the worker, on behalf of all of its ranks");
        }
    }

    @Override
    public Operator operator(String name) {
        fence.check();
        return worker.peers().operator(number, name);
    }

    @Override
    public Fence fence() {
        return fence;
    }

    @Override
    public Optional<Object> arg(String name) {
        return arguments.get(name);
    }

    @Override
    public String arg(String name, String otherwise) {
        return arguments.get(name, otherwise);
    }

    @Override
    public int arg(String name, int otherwise) {
        return arguments.get(name, otherwise);
    }

    @Override
    public long arg(String name, long otherwise) {
        return arguments.get(name, otherwise);
    }

    @Override
    public double arg(String name, double otherwise) {
        return arguments.get(name, otherwise);
    }

    @Override
    public boolean arg(String name, boolean otherwise) {
        return arguments.get(name, otherwise);
    }

    @Override
    public Steps steps() {
        return boundary.loop(Long.MAX_VALUE);
    }

    @Override
    public Steps steps(long limit) {
        return boundary.loop(limit);
    }

    @Override
    public void onMessage(MessageHandler handler) {
        fence.check();
        mailbox.handler(handler);
    }

    @Override
    public void result(String name, double value) {
        fence.check();
        results.scalar(name, value);
    }

    @Override
    public void result(String name, long value) {
        fence.check();
        results.scalar(name, value);
    }

    @Override
    public void result(String name, String value) {
        fence.check();
        results.scalar(name, value);
    }

    @Override
    public void result(String name, Column column) {
        fence.check();
        requireLeading("result(\"" + name + "\", column)");
        results.column(name, column);
    }

    @Override
    public <T> T shared(String key, Supplier<? extends T> create) {
        fence.check();
        if (workerRank() == 0) {
            makeShared(key, create);
        }
        agreement.require(Agreement.fingerprint(SHARED, hash(key)), () -> "shared(\"" + key + "\")");
        return worker.objects().get(key);
    }

    /** The others wait for the object: if there will be none, the fence tells them. */
    private void makeShared(String key, Supplier<?> create) {
        try {
            worker.objects().make(key, create);
        } catch (Throwable thrown) {
            fence.raise(thrown);
            throw thrown;
        }
    }

    @Override
    public Kept kept() {
        return worker.kept();
    }

    @Override
    public Optional<Path> jobFolder() {
        return worker.jobFolder();
    }

    @Override
    public Optional<ObjectStore> jobStore() {
        return worker.checkpoints().map(desk -> desk.store().store());
    }

    private static long hash(String key) {
        return Agreement.fingerprint(key.chars().asLongStream().toArray());
    }

    @Override
    public void progress(String phase, double done) {
        fence.check();
        progress.phase(phase, done);
    }

    @Override
    public void loaded(LoadedSizes sizes) {
        fence.check();
        meter.loaded(sizes);
    }

    /** Waits until nothing that was saved is on its way any more. */
    void awaitSettled() {
        keeper.awaitSettled();
    }

    @Override
    public void close() {
        keeper.close();
        resources.forEach(this::close);
    }

    /** The program has ended: what it gave stands, whatever this says. */
    private void close(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            LOG.warn("rank {}: {} could not be closed", number, resource, e);
        }
    }
}
