package dev.weft.launcher;

import dev.weft.runtime.CheckpointSpec;
import dev.weft.runtime.UsageException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code weft run} was given.
 *
 * @param program a name, a class in {@code jar}, or a Java source file
 * @param args what the program's ranks read with {@code rank.arg}
 * @param threads for each rank
 * @param gpuMilli thousandths of a GPU, for each rank
 */
record RunOptions(
        String program,
        Optional<Path> jar,
        Map<String, String> args,
        int ranks,
        int threads,
        int gpuMilli,
        Optional<WorkerOptions> workers,
        Optional<CheckpointSpec> checkpoint,
        Outputs outputs,
        Optional<LogLevel> logLevel,
        boolean quiet) {

    /** Options that reach the program as they are. */
    private static final List<String> TEXTS =
            List.of("graph", "vertices", "columns", "bad-lines", "duplicates", "self-loops", "source");

    private static final int WHOLE_GPU = 1000;

    static RunOptions of(Given given) {
        int cores = Runtime.getRuntime().availableProcessors();
        Optional<WorkerOptions> workers = WorkerOptions.of(given);
        FaultOptions faults =
                FaultOptions.of(given, workers.map(WorkerOptions::workers).orElse(0));
        int ranks = given.number("--ranks", 1)
                .orElse(workers.map(WorkerOptions::workers).orElse(1));
        int threads = given.number("--threads", 1).orElse(Math.max(1, cores / ranks));
        given.text("--memory").ifPresent(MemorySize::check);
        return new RunOptions(
                given.parameter(0).orElseThrow(),
                given.text("--jar").map(Path::of),
                args(given),
                ranks,
                threads,
                given.text("--gpus").map(RunOptions::gpuMilli).orElse(0),
                workers,
                CheckpointOptions.of(given, faults.ofStore()),
                Outputs.of(given),
                given.text("--log-level").map(LogLevel::named),
                given.has("--quiet"));
    }

    /** What the job is called. */
    String name() {
        return ProgramSource.isNamed(program) ? ProgramSource.nameOf(program) : program;
    }

    private static int gpuMilli(String value) {
        if (value.matches("[1-9]\\d{0,3}")) {
            return Integer.parseInt(value) * WHOLE_GPU;
        }
        if (value.matches("0?\\.\\d{1,3}") && Double.parseDouble(value) > 0) {
            return (int) Math.round(Double.parseDouble(value) * WHOLE_GPU);
        }
        throw new UsageException(
                "--gpus=" + value
                        + " is no number of GPUs: give a whole number, or a share of one with up to three decimals, such as 0.5");
    }

    private static Map<String, String> args(Given given) {
        var args = new HashMap<String, String>();
        for (String setting : given.texts("--set")) {
            int equals = setting.indexOf('=');
            if (equals < 1) {
                throw new UsageException("--set=" + setting + " has no value: write --set KEY=VALUE");
            }
            add(args, setting.substring(0, equals), setting.substring(equals + 1));
        }
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
