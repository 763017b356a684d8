package dev.weft.runtime;

import dev.weft.scheduler.Demand;
import dev.weft.scheduler.Gang;
import dev.weft.scheduler.Group;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A job to run: a program, how many ranks and threads it gets, and its arguments; and perhaps more operators, each with these of its own.
 *
 * @param name for logs and messages; the program's name, or nothing to have it called by its class
 * @param program makes one object for each rank, on the rank's thread
 * @param ranks at least 1
 * @param threads for each rank; 0 = the cores of its host, or those that its worker is pinned to, divided by the ranks that share them, at least 1
 * @param args what {@link Rank#arg} reads
 * @param others the job's other operators, which the ranks know by name; see {@link #and}
 * @param checkpoint where the job saves its state, if it does
 * @param title what the job is called where its name is another's: the beginning of its id
 * @param limits of a job on workers
 * @param gpuMilli thousandths of a GPU for each rank: a multiple of 1000, or less than that for a share of one; 0 for none
 * @param workers that its ranks live in, on workers; 0 for as many as there are; see {@link #workers(int)}
 * @param needs what else each rank needs of its host; without cpu, a core for each of its threads that was asked for, one at least
 */
public record JobSpec(
        String name,
        Supplier<? extends Program> program,
        int ranks,
        int threads,
        Map<String, Object> args,
        List<JobSpec> others,
        Optional<CheckpointSpec> checkpoint,
        Optional<String> title,
        JobLimits limits,
        int gpuMilli,
        int workers,
        Demand needs) {
    private static final int WHOLE_GPU = 1000;
    private static final int CORE_MILLIS = 1000;
    private static final Demand NOTHING = Demand.of(0, 0);

    public JobSpec {
        Objects.requireNonNull(program, "program");
        if (ranks < 1) {
            throw new UsageException("ranks=" + ranks + " < 1: a job needs at least one rank");
        }
        if (threads < 0) {
            throw new UsageException(
                    "threads=" + threads + " < 0: give at least 1, or 0 for the machine's cores / ranks");
        }
        if (gpuMilli < 0 || gpuMilli > WHOLE_GPU && gpuMilli % WHOLE_GPU != 0) {
            throw new UsageException("gpuMilli=" + gpuMilli
                    + ": give a multiple of 1000 for whole GPUs, or less than 1000 for a share of one");
        }
        if (workers < 0) {
            throw new UsageException("workers=" + workers + " < 0: give at least 1, or 0 for those that there are");
        }
        args = Map.copyOf(args);
        others = List.copyOf(others);
        requireDifferent(name, others);
        if (checkpoint.isPresent() && !others.isEmpty()) {
            throw new UsageException(
                    "a job of several operators can't have checkpoints: their steps are not one another's;"
                            + " run them as jobs of their own");
        }
    }

    public JobSpec(String name, Supplier<? extends Program> program, int ranks, int threads, Map<String, Object> args) {
        this(
                name,
                program,
                ranks,
                threads,
                args,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                JobLimits.DEFAULT,
                0,
                0,
                NOTHING);
    }

    private static void requireDifferent(String name, List<JobSpec> others) {
        var names = new HashSet<>(Set.of(name));
        for (JobSpec other : others) {
            if (other.name().isEmpty() || name.isEmpty() || !names.add(other.name())) {
                throw new UsageException("operators \"" + name + "\" and \"" + other.name()
                        + "\": give each operator of a job a name of its own");
            }
        }
    }

    public static JobSpec of(String name, Supplier<? extends Program> program) {
        return new JobSpec(name, program, 1, 0, Map.of());
    }

    public JobSpec ranks(int count) {
        return with(draft -> draft.ranks = count);
    }

    public JobSpec threads(int perRank) {
        return with(draft -> draft.threads = perRank);
    }

    public JobSpec arg(String key, Object value) {
        return args(Map.of(key, value));
    }

    public JobSpec args(Map<String, ?> values) {
        var more = new HashMap<>(args);
        more.putAll(values);
        return with(draft -> draft.args = more);
    }

    /** The job with so many GPUs for each rank, which no other rank has; see {@link Rank#devices}. */
    public JobSpec gpus(int perRank) {
        return gpuShare(Math.multiplyExact(perRank, WHOLE_GPU));
    }

    /** The job with so many thousandths of a GPU for each rank: ranks and jobs may share GPUs. Their memory nobody divides for them. */
    public JobSpec gpuShare(int milliPerRank) {
        return with(draft -> draft.gpuMilli = milliPerRank);
    }

    /**
     * The job, or operator, on so many workers, whatever number {@link ClusterSpec} says. Operators of a job live in the same workers if they have as many, on
     * hosts of the same kind (by labels, and whether these are preemptible); else each in its own.
     */
    public JobSpec workers(int count) {
        return with(draft -> draft.workers = count);
    }

    /** The job whose ranks need this of their hosts, beside GPUs. Memory is the heap of the workers that they live in. */
    public JobSpec needs(Demand ofEachRank) {
        return with(draft -> draft.needs = ofEachRank);
    }

    /** The job with its state saved, and taken up again after a failure. */
    public JobSpec checkpoint(CheckpointSpec spec) {
        return with(draft -> draft.checkpoint = Optional.of(spec));
    }

    /** The job under a name of its own, which is not that of its program or first operator. */
    public JobSpec title(String called) {
        return with(draft -> draft.title = Optional.of(called));
    }

    public JobSpec limits(JobLimits given) {
        return with(draft -> draft.limits = given);
    }

    /**
     * The job with one operator more: its ranks run beside these, and both find each other by {@link Rank#operator}. The vertex results and
     * scalars of the further operators are named {@code operator.result}.
     */
    public JobSpec and(JobSpec operator) {
        var more = new ArrayList<>(others);
        more.add(operator.alone());
        more.addAll(operator.others);
        return with(draft -> draft.others = more);
    }

    private JobSpec alone() {
        return with(draft -> draft.others = List.of());
    }

    /**
     * The ranks of all operators as a gang. A share of a GPU counts as a whole one.
     *
     * @param usual workers of operators that don't say how many they have
     * @throws IllegalArgumentException if what they need can't be had
     */
    public Gang gang(int usual, Placing placing) {
        List<Group> groups = Stream.concat(Stream.of(this), others.stream())
                .map(operator -> operator.group(usual))
                .toList();
        return placing.gang(title.orElse(name.isEmpty() ? "job" : name), groups);
    }

    private Group group(int usual) {
        int cpuMillis = needs.cpuMillis() > 0 ? needs.cpuMillis() : CORE_MILLIS * Math.max(1, threads);
        var each = new Demand(
                cpuMillis,
                needs.memoryMiB(),
                Math.ceilDiv(gpuMilli, WHOLE_GPU),
                needs.nodeSelector(),
                needs.preemptible(),
                needs.pinning());
        return new Group(name, ranks, workers > 0 ? workers : usual, each);
    }

    /** All operators, each without the others, with the threads that its ranks get where all of the job share this JVM's cores. */
    public List<JobSpec> operators() {
        return operatorsAmong(allRanks());
    }

    /**
     * As {@link #operators()}.
     *
     * @param ranks so many that share this JVM's cores
     */
    public List<JobSpec> operatorsAmong(int ranks) {
        int share = Math.max(1, Runtime.getRuntime().availableProcessors() / ranks);
        return Stream.concat(Stream.of(alone()), others.stream())
                .map(operator -> operator.threads == 0 ? operator.threads(share) : operator)
                .toList();
    }

    /** Of all operators. */
    public int allRanks() {
        return others.stream().mapToInt(JobSpec::ranks).reduce(ranks, Math::addExact);
    }

    private JobSpec with(Consumer<Draft> change) {
        var draft = new Draft(this);
        change.accept(draft);
        return draft.spec();
    }

    /** What is being changed. */
    private static final class Draft {
        private final String name;
        private final Supplier<? extends Program> program;
        private int ranks;
        private int threads;
        private Map<String, Object> args;
        private List<JobSpec> others;
        private Optional<CheckpointSpec> checkpoint;
        private Optional<String> title;
        private JobLimits limits;
        private int gpuMilli;
        private int workers;
        private Demand needs;

        Draft(JobSpec from) {
            name = from.name;
            program = from.program;
            ranks = from.ranks;
            threads = from.threads;
            args = from.args;
            others = from.others;
            checkpoint = from.checkpoint;
            title = from.title;
            limits = from.limits;
            gpuMilli = from.gpuMilli;
            workers = from.workers;
            needs = from.needs;
        }

        JobSpec spec() {
            return new JobSpec(
                    name, program, ranks, threads, args, others, checkpoint, title, limits, gpuMilli, workers, needs);
        }
    }
}
