package dev.weft.runtime.local;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.weft.checkpoint.save.JobStore;
import dev.weft.collectives.Fence;
import dev.weft.runtime.CheckpointSpec;
import dev.weft.runtime.Job;
import dev.weft.runtime.JobRuntime;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.gpu.GpuGrants;
import dev.weft.runtime.rank.Attempt;
import dev.weft.runtime.rank.CheckpointDesk;
import dev.weft.runtime.rank.JobIds;
import dev.weft.runtime.rank.StepHook;
import dev.weft.runtime.saving.SavedJob;
import dev.weft.runtime.saving.StoreFaults;
import dev.weft.runtime.supervision.Patience;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.typed.ActorSystem;

/** One ActorSystem with the local provider, and the jobs that run in it. */
public final class LocalRuntime implements JobRuntime {
    private static final AtomicLong OPENED = new AtomicLong();

    private final String name;
    private final ActorSystem<Guardian.Start> system;
    private final Callbacks callbacks;
    private final Set<LocalJob> running = ConcurrentHashMap.newKeySet();
    private boolean closed;

    public LocalRuntime(Patience.Timings timings) {
        this.name = "weft-local-" + OPENED.incrementAndGet();
        this.callbacks = new Callbacks(name);
        this.system = ActorSystem.create(Guardian.create(timings), name, setup());
    }

    /** The application's own application.conf has no part in it. */
    private static BootstrapSetup setup() {
        ClassLoader loader = LocalRuntime.class.getClassLoader();
        Config config = ConfigFactory.parseResources(loader, "weft-local.conf")
                .withFallback(ConfigFactory.defaultReference(loader))
                .resolve();
        return BootstrapSetup.create(config).withClassloader(loader);
    }

    @Override
    public Job run(JobSpec spec) {
        GpuGrants gpus = GpuGrants.of(spec);
        try {
            return run(spec, gpus);
        } catch (Throwable failure) {
            gpus.close();
            throw failure;
        }
    }

    private LocalJob run(JobSpec spec, GpuGrants gpus) {
        String id = JobIds.of(spec);
        var fence = new Fence();
        Optional<LocalCheckpoints> checkpoints =
                spec.checkpoint().flatMap(saved -> SavedJob.begin(saved, () -> checkpoints(id, spec, saved, fence)));
        List<Attempt> operators = Attempt.allLocal(
                id,
                spec,
                System::nanoTime,
                fence,
                checkpoints.map(LocalCheckpoints::stepHook).orElse(StepHook.NONE),
                checkpoints.map(CheckpointDesk.class::cast),
                gpus);
        var job = new LocalJob(operators, checkpoints, gpus, callbacks);
        start(job);
        job.awaitStarted();
        return job;
    }

    private static LocalCheckpoints checkpoints(String id, JobSpec spec, CheckpointSpec saved, Fence fence) {
        var faults = new StoreFaults(saved.faults(), 0);
        JobStore store = SavedJob.openProven(saved.folder(id), faults);
        String program = spec.program().get().getClass().getName();
        var book = SavedJob.book(spec, program, id, store, UUID.randomUUID().toString());
        return new LocalCheckpoints(saved, store, book, faults, fence);
    }

    private synchronized void start(LocalJob job) {
        if (closed) {
            throw new IllegalStateException("this Weft is closed: open another with Weft.local()");
        }
        running.add(job);
        job.over().thenRun(() -> running.remove(job));
        system.tell(new Guardian.Start(job));
    }

    /** Cancels what runs, and returns when its end, and that of all threads, has come. */
    @Override
    public void close() {
        stopStarting();
        running.forEach(LocalJob::cancel);
        running.forEach(job -> job.over().toCompletableFuture().join());
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().join();
        callbacks.close();
        InstanceThreads.awaitEnd(name);
    }

    private synchronized void stopStarting() {
        closed = true;
    }
}
