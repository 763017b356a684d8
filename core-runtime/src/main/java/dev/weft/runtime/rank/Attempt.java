package dev.weft.runtime.rank;

import dev.weft.collectives.Fence;
import dev.weft.collectives.GroupOptions;
import dev.weft.collectives.Placement;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.Kept;
import dev.weft.runtime.Program;
import dev.weft.runtime.gpu.GpuGrants;
import dev.weft.runtime.threads.RankTeam;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/** One life of an operator of a job, in one worker: makes what this worker's ranks share. Who runs them, and on which threads, is the caller's. */
public final class Attempt {
    private final String jobId;
    private final JobSpec spec;
    private final LongSupplier nanoClock;
    private final WorkerState worker;
    private final Arguments arguments;
    private final Cores cores;
    private final ClassLoader contextClassLoader = Thread.currentThread().getContextClassLoader();
    private final List<RankRun> ranks;

    public Attempt(String jobId, JobSpec spec, LongSupplier nanoClock, WorkerState worker) {
        this.jobId = jobId;
        this.spec = spec;
        this.nanoClock = nanoClock;
        this.worker = worker;
        this.arguments = new Arguments(spec.args());
        this.cores = Cores.of(spec, worker.peers().ranksOnCores());
        Placement placement = worker.peers().placement();
        int number = worker.peers().worker();
        this.ranks = IntStream.range(placement.first(number), placement.end(number))
                .mapToObj(rank -> new RankRun(this, rank))
                .toList();
    }

    /** A job's only operator, with all of its ranks in this JVM. */
    public static Attempt local(String jobId, JobSpec spec, LongSupplier nanoClock) {
        return allLocal(jobId, spec, nanoClock, new Fence(), StepHook.NONE, Optional.empty(), GpuGrants.NONE)
                .getFirst();
    }

    /** All operators of a job, in this JVM. */
    public static List<Attempt> allLocal(
            String jobId,
            JobSpec job,
            LongSupplier nanoClock,
            Fence fence,
            StepHook stepHook,
            Optional<CheckpointDesk> checkpoints,
            GpuGrants gpus) {
        List<JobSpec> operators = job.operators();
        List<InMemoryPeers> peers = InMemoryPeers.together(job, fence, groupOptions(job));
        return IntStream.range(0, operators.size())
                .mapToObj(operator -> new Attempt(
                        jobId,
                        operators.get(operator),
                        nanoClock,
                        new WorkerState(
                                        1,
                                        fence,
                                        peers.get(operator),
                                        new Kept(),
                                        Optional.empty(),
                                        stepHook,
                                        checkpoints)
                                .with(gpus.ofOperator(operator))))
                .toList();
    }

    /** How a job's ranks wait for each other where all of them share this JVM's cores. */
    public static GroupOptions groupOptions(JobSpec job) {
        return groupOptions(
                job.operators(), job.operators().stream().map(JobSpec::ranks).toList());
    }

    /** @param ranksOnCores how many of each operator share this JVM's cores */
    public static GroupOptions groupOptions(List<JobSpec> operators, List<Integer> ranksOnCores) {
        int computeThreads = IntStream.range(0, operators.size())
                .map(operator -> Cores.of(operators.get(operator), ranksOnCores.get(operator))
                        .computeThreads())
                .reduce(0, Math::addExact);
        int ranks = operators.stream().mapToInt(JobSpec::ranks).reduce(0, Math::addExact);
        return GroupOptions.forRanks(ranks).withComputeThreads(computeThreads);
    }

    /** This worker's. */
    public List<RankRun> ranks() {
        return ranks;
    }

    /** The operator's name. */
    public String operator() {
        return spec.name();
    }

    public Fence fence() {
        return worker.fence();
    }

    /** What this worker's ranks gave, when all of them are done. */
    public WorkerShare share() {
        return WorkerShare.of(worker.peers().numberOfAll(), ranks);
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

    Arguments arguments() {
        return arguments;
    }

    RankTeam newTeam(String name) {
        return RankTeam.of(name, cores.threadsPerRank(), cores.enough(), fence());
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

    /** A rank's program has ended well. What ends a rank that fails is the fence: the others are not to take it for one that has left. */
    void ended(int rank) {
        worker.peers().leave(rank);
    }

    /** How ranks share this JVM's cores. */
    private record Cores(int threadsPerRank, int computeThreads, boolean enough) {
        static Cores of(JobSpec spec, int ranks) {
            int cores = Runtime.getRuntime().availableProcessors();
            int threads = spec.threads() == 0 ? Math.max(1, cores / ranks) : spec.threads();
            int computeThreads = Math.multiplyExact(ranks, threads);
            return new Cores(threads, computeThreads, computeThreads <= cores);
        }
    }
}
