package dev.weft.runtime.rank;

import dev.weft.collectives.Communicator;
import dev.weft.collectives.Fence;
import dev.weft.runtime.Column;
import dev.weft.runtime.LoadedSizes;
import dev.weft.runtime.MessageHandler;
import dev.weft.runtime.Rank;
import dev.weft.runtime.Steps;
import dev.weft.runtime.ThreadTeam;
import java.util.Optional;
import java.util.function.Supplier;

/** A rank as its program sees it. */
final class RankContext implements Rank {
    private static final long SHARED = 2;

    private final RankPlace place;
    private final Communicator communicator;
    private final Fence fence;
    private final ThreadTeam team;
    private final Arguments arguments;
    private final SharedObjects objects;
    private final Agreement agreement;
    private final Mailbox mailbox;
    private final RankResults results;
    private final RankProgress progress;
    private final RankMeter meter;
    private final StepBoundary boundary;

    RankContext(
            RankPlace place,
            WorkerState worker,
            Communicator communicator,
            ThreadTeam team,
            Mailbox mailbox,
            RankResults results,
            RankProgress progress,
            RankMeter meter) {
        this.place = place;
        this.communicator = communicator;
        this.fence = worker.fence();
        this.team = team;
        this.arguments = worker.arguments();
        this.objects = worker.objects();
        this.agreement = new Agreement(communicator);
        this.mailbox = mailbox;
        this.results = results;
        this.progress = progress;
        this.meter = meter;
        this.boundary = new StepBoundary(fence, agreement, mailbox, progress, meter);
    }

    @Override
    public int number() {
        return place.number();
    }

    @Override
    public int count() {
        return place.count();
    }

    @Override
    public int workerRanks() {
        return place.workerRanks();
    }

    @Override
    public int workerRank() {
        return place.workerRank();
    }

    @Override
    public ThreadTeam team() {
        return team;
    }

    @Override
    public Communicator communicator() {
        return communicator;
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
        if (!place.leadsWorker()) {
            throw new IllegalStateException("result \"" + name + "\": workerRank=" + place.workerRank()
                    + " != 0: the rank that leads the worker gives a column, for all ranks of the worker");
        }
        results.column(name, column);
    }

    @Override
    public <T> T shared(String key, Supplier<? extends T> create) {
        fence.check();
        if (place.leadsWorker()) {
            makeShared(key, create);
        }
        agreement.require(Agreement.fingerprint(SHARED, hash(key)), () -> "shared(\"" + key + "\")");
        return objects.get(key);
    }

    /** The others wait for the object: if there will be none, the fence tells them. */
    private void makeShared(String key, Supplier<?> create) {
        try {
            objects.make(key, create);
        } catch (Throwable thrown) {
            fence.raise(thrown);
            throw thrown;
        }
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
}
