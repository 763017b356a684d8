package dev.weft.runtime.testing;

import dev.weft.collectives.Fence;
import dev.weft.collectives.Placement;
import dev.weft.runtime.Device;
import dev.weft.runtime.JobResult;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.Kept;
import dev.weft.runtime.Program;
import dev.weft.runtime.Shares;
import dev.weft.runtime.rank.Attempt;
import dev.weft.runtime.rank.AttemptResult;
import dev.weft.runtime.rank.InMemoryPeers;
import dev.weft.runtime.rank.RankRun;
import dev.weft.runtime.rank.WorkerState;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Runs a program's ranks on plain threads, without actors: for thousands of cases. */
public final class ThreadRanks {
    private ThreadRanks() {}

    /** Runs the program; the first failure of a rank is thrown as it is, whatever its type. */
    public static JobResult run(int ranks, int threads, Map<String, ?> args, Supplier<? extends Program> program) {
        return run(JobSpec.of("test", program).ranks(ranks).threads(threads).args(args));
    }

    public static JobResult run(int ranks, int threads, Supplier<? extends Program> program) {
        return run(ranks, threads, Map.of(), program);
    }

    public static JobResult run(JobSpec spec) {
        return run(List.of(Attempt.local("test", spec, System::nanoTime)));
    }

    /** Runs the ranks as those of several workers, each of which this JVM plays, with objects and a kept store of its own. */
    public static JobResult run(JobSpec spec, Placement placement) {
        return run(spec, Shares.equal(placement));
    }

    /** As {@link #run(JobSpec, Placement)}, for ranks whose shares of the work differ. */
    public static JobResult run(JobSpec spec, Shares shares) {
        return run(workers(spec, shares, newKept(shares.placement()), Optional.empty()));
    }

    /** The same for ranks that have a GPU each. */
    public static JobResult run(JobSpec spec, Placement placement, List<Device> ofRanks) {
        var fence = new Fence();
        return run(InMemoryPeers.of(placement, fence, Attempt.groupOptions(spec)).stream()
                .map(peers -> new Attempt(
                        "test",
                        spec,
                        System::nanoTime,
                        new WorkerState(fence, peers, new Kept(), Optional.empty())
                                .with(ofRanks.stream()
                                        .skip(placement.first(peers.worker()))
                                        .limit(placement.ranks(peers.worker()))
                                        .map(List::of)
                                        .toList())))
                .toList());
    }

    public static List<Kept> newKept(Placement placement) {
        return Stream.generate(Kept::new).limit(placement.workers()).toList();
    }

    /** One attempt of a job whose workers have kept what they did, for {@link #run(List)}. */
    public static List<Attempt> workers(JobSpec spec, Placement placement, List<Kept> kept, Optional<Path> jobFolder) {
        return workers(spec, Shares.equal(placement), kept, jobFolder);
    }

    /** As {@link #workers(JobSpec, Placement, List, Optional)}. */
    public static List<Attempt> workers(JobSpec spec, Shares shares, List<Kept> kept, Optional<Path> jobFolder) {
        var fence = new Fence();
        return InMemoryPeers.of(shares, fence, Attempt.groupOptions(spec)).stream()
                .map(peers -> new Attempt(
                        "test",
                        spec,
                        System::nanoTime,
                        new WorkerState(fence, peers, kept.get(peers.worker()), jobFolder)))
                .toList();
    }

    /** Runs all workers of one attempt, in order of their ranks. */
    public static JobResult run(List<Attempt> workers) {
        Fence fence = workers.getFirst().fence();
        List<Thread> threads = workers.stream()
                .flatMap(worker -> worker.ranks().stream())
                .map(ThreadRanks::start)
                .toList();
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            fence.raise(e);
            threads.forEach(Thread::interrupt);
            Thread.currentThread().interrupt();
        }
        if (fence.isRaised()) {
            throw ThreadRanks.<RuntimeException>unchanged(Objects.requireNonNull(fence.cause()));
        }
        return AttemptResult.of(workers.stream().map(Attempt::share).toList());
    }

    private static Thread start(RankRun rank) {
        Thread thread = rank.newThread(end -> {});
        thread.start();
        return thread;
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> E unchanged(Throwable thrown) throws E {
        throw (E) thrown;
    }
}
