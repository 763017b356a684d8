package dev.weft.runtime.rank;

import dev.weft.collectives.Fence;
import dev.weft.collectives.GroupOptions;
import dev.weft.collectives.InMemoryGroup;
import dev.weft.runtime.JobResult;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.Program;
import dev.weft.runtime.threads.RankTeam;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/** One life of a job whose ranks are all in this JVM: makes what they share. Who runs them, and on which threads, is the caller's. */
public final class Attempt {
    private final String jobId;
    private final JobSpec spec;
    private final LongSupplier nanoClock;
    private final WorkerState worker;
    private final InMemoryGroup group;
    private final int threads;
    private final boolean spin;
    private final ClassLoader contextClassLoader = Thread.currentThread().getContextClassLoader();
    private final List<RankRun> ranks;

    public Attempt(String jobId, JobSpec spec, LongSupplier nanoClock) {
        int cores = Runtime.getRuntime().availableProcessors();
        this.jobId = jobId;
        this.spec = spec;
        this.nanoClock = nanoClock;
        this.worker = new WorkerState(spec.args());
        this.threads = spec.threads() == 0 ? Math.max(1, cores / spec.ranks()) : spec.threads();
        int computeThreads = Math.multiplyExact(spec.ranks(), threads);
        this.spin = computeThreads <= cores;
        this.group = InMemoryGroup.create(
                spec.ranks(),
                worker.fence(),
                GroupOptions.forRanks(spec.ranks()).withComputeThreads(computeThreads));
        this.ranks = IntStream.range(0, spec.ranks()).mapToObj(this::newRank).toList();
    }

    private RankRun newRank(int number) {
        return new RankRun(this, new RankPlace(number, spec.ranks(), number, spec.ranks()), group.communicator(number));
    }

    public List<RankRun> ranks() {
        return ranks;
    }

    public Fence fence() {
        return worker.fence();
    }

    /** When all ranks are done. */
    public JobResult result() {
        return AttemptResult.of(ranks);
    }

    public String jobId() {
        return jobId;
    }

    /** What the program's threads see as their context class loader: that of the caller who runs the job. */
    ClassLoader contextClassLoader() {
        return contextClassLoader;
    }

    LongSupplier nanoClock() {
        return nanoClock;
    }

    WorkerState worker() {
        return worker;
    }

    RankTeam newTeam(String name) {
        return RankTeam.of(name, threads, spin, fence());
    }

    Program newProgram() {
        return Objects.requireNonNull(spec.program().get(), "the job's program supplier gave null");
    }

    String programName() {
        return spec.name().isEmpty() ? "program" : spec.name();
    }

    /** The program's class says more than no name, unless it is a lambda's. */
    String nameOf(Program program) {
        Class<?> type = program.getClass();
        return spec.name().isEmpty() && !type.isHidden() && !type.isAnonymousClass()
                ? type.getSimpleName()
                : programName();
    }

    void ended(int rank) {
        group.leave(rank);
    }
}
