package dev.weft.launcher;

import dev.weft.launcher.jobfile.Said;
import dev.weft.runtime.UsageException;
import dev.weft.scheduler.Demand;
import dev.weft.scheduler.Group;
import dev.weft.scheduler.Pinning;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What {@code weft run} was given of one program and its ranks.
 *
 * @param name what messages and other operators call it
 * @param program a name, a class in {@code jar}, or a Java source file; none if there is a command
 * @param command a native program and its words; empty if there is a program
 * @param args what the ranks read with {@code rank.arg}
 * @param workers how many processes the ranks live in; none for this one; see {@link Group#livesWith}
 * @param threads for each rank; 0: as many as there are cores for on its host, which is another than this one
 * @param demand what each rank needs of its host
 * @param workingDir of a command; weft's own where there is none
 * @param dependsOn the operators that have to be complete before it begins
 * @param stage with whom it runs; see {@link Stages}
 */
record OperatorOptions(
        String name,
        Optional<Said> program,
        List<String> command,
        Optional<Said> jar,
        Map<String, String> args,
        int ranks,
        Optional<Integer> workers,
        int threads,
        Resources resources,
        Demand demand,
        Optional<String> workingDir,
        List<String> dependsOn,
        int stage) {

    private static final int CORE_MILLIS = 1000;

    /** Options that reach the program as they are. */
    private static final List<String> TEXTS =
            List.of("graph", "vertices", "columns", "bad-lines", "duplicates", "self-loops", "source");

    /**
     * All of a job.
     *
     * @param job its name
     * @param shared the workers that its ranks live in, where there are any
     */
    static List<OperatorOptions> all(RunWords words, String job, Optional<WorkerOptions> shared) {
        Optional<Integer> workers = shared.map(WorkerOptions::workers);
        List<Given> givens = words.operators();
        int[] ranks = givens.stream().mapToInt(given -> ranks(given, workers)).toArray();
        List<String> names =
                givens.stream().map(given -> name(given, words, job)).toList();
        int[] stages = Stages.of(names, givens);
        IntFunction<List<OperatorOptions>> sharing = together -> {
            var operators = new ArrayList<OperatorOptions>();
            for (int i = 0; i < ranks.length; i++) {
                long beside = besides(i, ranks, stages);
                operators.add(of(givens.get(i), names.get(i), stages[i], ranks[i], beside, shared, together));
            }
            requireDifferent(operators, givens);
            return operators;
        };
        int together = shared.map(its -> onBusiestHost(its, sharing.apply(1))).orElse(1);
        return sharing.apply(together);
    }

    private static int onBusiestHost(WorkerOptions shared, List<OperatorOptions> operators) {
        return stages(operators).stream()
                .mapToInt(stage -> shared.onBusiestHost(withoutMemory(stage)))
                .max()
                .orElseThrow();
    }

    private static List<Group> withoutMemory(List<OperatorOptions> operators) {
        return operators.stream()
                .map(OperatorOptions::group)
                .map(group -> group.eachRank(group.eachRank().memoryMiB(0)))
                .toList();
    }

    /** Its ranks, to be placed. */
    Group group() {
        return new Group(name, ranks, workers.orElse(0), demand);
    }

    // ---- those that run together

    /** The parts of a job that run one after another, each with workers for its own ranks only. */
    static List<List<OperatorOptions>> stages(List<OperatorOptions> operators) {
        return operators.stream()
                .collect(Collectors.groupingBy(OperatorOptions::stage, TreeMap::new, Collectors.toList()))
                .values()
                .stream()
                .map(stage -> stage.stream().map(each -> each.amongOnly(stage)).toList())
                .toList();
    }

    private OperatorOptions amongOnly(List<OperatorOptions> stage) {
        int most = mostRanks(stage);
        return new OperatorOptions(
                name,
                program,
                command,
                jar,
                args,
                ranks,
                workers.map(count -> Math.min(count, most)),
                threads,
                resources,
                demand,
                workingDir,
                dependsOn,
                this.stage);
    }

    /** Of those, with itself, that live in the same workers. */
    private int mostRanks(List<OperatorOptions> operators) {
        return operators.stream()
                .filter(other -> other.equals(this) || other.group().livesWith(group()))
                .mapToInt(OperatorOptions::ranks)
                .max()
                .orElseThrow();
    }

    /** Each worker has ranks, in one of the parts of the job. */
    static void requireRanks(List<OperatorOptions> operators, RunWords words) {
        for (int i = 0; i < operators.size(); i++) {
            int workers = operators.get(i).workers.orElse(0);
            int most = operators.get(i).mostRanks(operators);
            if (most < workers) {
                throw new UsageException(words.operators().get(i).name("--ranks") + "=" + most + " < workers=" + workers
                        + ": give at least one rank for each worker");
            }
        }
    }

    /** All ranks that run at the same time as an operator's. */
    private static long besides(int operator, int[] ranks, int[] stages) {
        return IntStream.range(0, ranks.length)
                .filter(other -> stages[other] == stages[operator])
                .mapToLong(other -> ranks[other])
                .sum();
    }

    private static int ranks(Given given, Optional<Integer> workers) {
        return given.number("--ranks", 1)
                .or(() -> given.number("--workers", 1))
                .or(() -> workers)
                .orElse(1);
    }

    /** @param together workers that share a host's memory */
    private static OperatorOptions of(
            Given given, String name, int stage, int ranks, long beside, Optional<WorkerOptions> shared, int together) {
        Optional<Integer> workers = shared.map(WorkerOptions::workers);
        var resources = Resources.of(given, (long) together * Math.ceilDiv(ranks, workers.orElse(1)));
        Optional<Integer> asked = given.number("--threads", 1);
        Pinning pinning = PlacingOptions.pinning(given);
        int threads = asked.or(resources::threads)
                .orElseGet(() -> given.has("command") || pinning != Pinning.NONE ? 1 : usualThreads(shared, beside));
        refuseWhatIsForPrograms(given);
        return new OperatorOptions(
                name,
                given.said(RunWords.PROGRAM),
                given.texts("command"),
                given.said("--jar"),
                args(given),
                ranks,
                given.number("--workers", 1).or(() -> workers),
                threads,
                resources,
                demand(given, name, resources, asked, pinning),
                given.text("workingDir"),
                given.texts("dependsOn"),
                stage);
    }

    private static int usualThreads(Optional<WorkerOptions> shared, long beside) {
        boolean elsewhere =
                shared.filter(workers -> !workers.hosts().all().isEmpty()).isPresent();
        return elsewhere ? 0 : (int) Math.max(1, Runtime.getRuntime().availableProcessors() / beside);
    }

    private static Demand demand(
            Given given, String name, Resources resources, Optional<Integer> threads, Pinning pinning) {
        try {
            return new Demand(
                    resources.cpuMillis().orElse(CORE_MILLIS * threads.orElse(1)),
                    Math.toIntExact(resources.memoryMebibytes().orElse(0L)),
                    Math.ceilDiv(resources.gpuMilli(), 1000),
                    settings("--select", given.texts("--select")),
                    given.has("--preemptible"),
                    pinning);
        } catch (IllegalArgumentException wrong) {
            throw new UsageException("operator " + name + ": " + wrong.getMessage(), wrong);
        }
    }

    private static void refuseWhatIsForPrograms(Given given) {
        for (String option : List.of("--set", "--graph", "--jar")) {
            if (given.has("command") && given.has(option)) {
                throw new UsageException(given.name(option)
                        + " is for a program, and this operator has a command: write it among the command's words");
            }
        }
        if (!given.has("command") && given.has("workingDir")) {
            throw new UsageException(
                    given.name("workingDir") + " is for a command, and this operator has a program: leave it out");
        }
    }

    /** Of each rank. */
    long memoryMebibytes() {
        return resources.memoryMebibytes().orElse(0L);
    }

    /** The program as it was named, or the first word of the command. */
    String work() {
        return program.map(Said::text).orElseGet(command::getFirst);
    }

    /** {@code Reach} of {@code examples/Reach.java}. */
    String programName() {
        return ProgramSource.isNamed(work()) ? ProgramSource.nameOf(work()) : work();
    }

    // ---- names

    private static String name(Given given, RunWords words, String job) {
        if (words.operators().size() > 1 && !given.has("name")) {
            throw new UsageException(
                    given.name("operator") + " has no name: the operators of a job are told apart by theirs");
        }
        return given.text("name").orElse(job);
    }

    private static void requireDifferent(List<OperatorOptions> operators, List<Given> givens) {
        var known = new TreeMap<String, Integer>();
        for (int i = 0; i < operators.size(); i++) {
            if (known.put(operators.get(i).name, i) != null) {
                throw new UsageException(givens.get(i).name("name") + "=" + operators.get(i).name
                        + " is the name of another operator, too: give each one of its own");
            }
        }
    }

    // ---- arguments

    /** Those that the command line gives, and those of a file that it does not give. */
    private static Map<String, String> args(Given given) {
        Map<String, String> args = given.below().map(OperatorOptions::args).orElseGet(HashMap::new);
        args.putAll(argsOfOneSource(new Given(given.values(), Optional.empty())));
        return args;
    }

    private static Map<String, String> argsOfOneSource(Given given) {
        var args = new HashMap<String, String>();
        settings("--set", given.texts("--set")).forEach((key, value) -> add(args, key, value));
        given.number("--iterations", 0).ifPresent(value -> add(args, "iterations", Integer.toString(value)));
        for (String option : TEXTS) {
            given.text("--" + option).ifPresent(value -> add(args, option, value));
        }
        if (given.has("--weighted")) {
            add(args, "weighted", Boolean.toString(true));
        }
        direction(given).ifPresent(directed -> add(args, "directed", Boolean.toString(directed)));
        return args;
    }

    private static Map<String, String> settings(String option, List<String> settings) {
        var all = new TreeMap<String, String>();
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            if (equals < 1) {
                throw new UsageException(option + "=" + setting + " has no value: write " + option + " KEY=VALUE");
            }
            add(all, setting.substring(0, equals), setting.substring(equals + 1));
        }
        return all;
    }

    private static Optional<Boolean> direction(Given given) {
        if (given.has("--directed") && given.has("--undirected")) {
            throw new UsageException("--directed and --undirected exclude each other: give one of them");
        }
        boolean directed = given.has("--directed");
        return directed || given.has("--undirected") ? Optional.of(directed) : Optional.empty();
    }

    private static void add(Map<String, String> args, String key, String value) {
        String before = args.put(key, value);
        if (before != null) {
            throw new UsageException(key + " is given twice, as " + before + " and as " + value + ": give it once");
        }
    }
}
