package dev.weft.launcher;

import dev.weft.runtime.CheckpointSpec;
import dev.weft.runtime.Fault;
import dev.weft.runtime.Placing;
import dev.weft.runtime.UsageException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A job as {@code weft run} was given it, by options or by a job file, with all defaults.
 *
 * @param job its name
 * @param operators one at least
 * @param placing which hosts its ranks go to
 * @param deadline after which it is ended
 * @param faults to befall its workers and its store
 */
record RunOptions(
        String job,
        List<OperatorOptions> operators,
        Optional<String> priorityClass,
        Optional<Duration> deadline,
        Optional<WorkerOptions> workers,
        Placing placing,
        Optional<CheckpointSpec> checkpoint,
        Outputs outputs,
        Optional<LogLevel> logLevel,
        boolean quiet,
        List<Fault> faults) {
    private static final int LONGEST_NAME = 63;

    static RunOptions of(Given line) throws IOException {
        return of(RunWords.of(line));
    }

    static RunOptions of(RunWords words) throws IOException {
        Given given = words.job();
        Optional<WorkerOptions> workers = WorkerOptions.of(words);
        Optional<Integer> processes = workers.map(WorkerOptions::workers);
        FaultOptions faults = FaultOptions.of(given, processes.orElse(0));
        String name = given.text("metadata.name")
                .orElseGet(() -> nameOf(given.text(RunWords.PROGRAM).orElse("")));
        var options = new RunOptions(
                name,
                OperatorOptions.all(words, name, workers),
                given.text("priorityClass"),
                given.number("--deadline", 1).map(Duration::ofSeconds),
                workers,
                PlacingOptions.of(given),
                CheckpointOptions.of(given, faults.ofStore()),
                Outputs.of(given),
                given.text("--log-level").map(LogLevel::named),
                given.has("--quiet"),
                faults.all());
        options.requireThatItGoesTogether(words);
        return options;
    }

    private void requireThatItGoesTogether(RunWords words) {
        if (workers.isEmpty() && words.job().has("--hosts")) {
            throw new UsageException(words.job().name("--workers") + " is missing: the hosts of "
                    + words.job().text("--hosts").orElseThrow() + " don't say how many workers they take (slots)");
        }
        if (checkpoint.isPresent() && operators.size() > 1) {
            throw new UsageException(
                    words.job().name("--checkpoint")
                            + " of a job with several operators: their steps are not one another's; run them as jobs of their own");
        }
        long saying = operators.stream()
                .filter(operator -> operator.resources().memoryMebibytes().isPresent())
                .count();
        if (saying > 0 && saying < operators.size()) {
            throw new UsageException(words.job().file() + " gives memory to some operators and not to others,"
                    + " which share their processes: give it to all, or to none");
        }
        int processes = workers.map(WorkerOptions::workers).orElse(1);
        int most = mostRanks(operators);
        if (most < processes) {
            Given first = words.operators().getFirst();
            throw new UsageException(first.name("--ranks") + "=" + most + " < workers=" + processes
                    + ": give at least one rank for each worker");
        }
    }

    private static int mostRanks(List<OperatorOptions> operators) {
        return operators.stream().mapToInt(OperatorOptions::ranks).max().orElseThrow();
    }

    /** {@code Reach} of {@code examples/Reach.java}; what stands in no job's name becomes a dash. */
    private static String nameOf(String program) {
        String name = ProgramSource.isNamed(program) ? ProgramSource.nameOf(program) : program;
        String usable = name.replaceAll("[^A-Za-z0-9._-]", "-").replaceAll("^[._-]+|[._-]+$", "");
        String last =
                usable.substring(Math.max(0, usable.length() - LONGEST_NAME)).replaceAll("^[._-]+", "");
        return last.isEmpty() ? "job" : last;
    }

    /** What messages call it: its program, or all of them. */
    String name() {
        return operators.stream().map(OperatorOptions::name).collect(Collectors.joining(" and "));
    }

    OperatorOptions first() {
        return operators.getFirst();
    }

    /** The job's parts that run one after another, each with the operators that run side by side. */
    List<RunOptions> stages() {
        return operators.stream()
                .map(OperatorOptions::stage)
                .distinct()
                .sorted()
                .map(this::stage)
                .toList();
    }

    /** With workers for its own ranks only. What is broken on purpose is broken in the first stage. */
    private RunOptions stage(int stage) {
        var own =
                operators.stream().filter(operator -> operator.stage() == stage).toList();
        int most = mostRanks(own);
        return new RunOptions(
                job,
                own,
                priorityClass,
                deadline,
                workers.map(all -> all.ofStage(Math.min(all.workers(), most), stage == 0)),
                placing,
                checkpoint,
                outputs,
                logLevel,
                quiet,
                stage == 0 ? faults : List.of());
    }

    /** Of a process with ranks at its fullest, in mebibytes, where all operators say what their ranks need. */
    Optional<Long> heap() {
        return stages().stream()
                .map(RunOptions::heapOfStage)
                .reduce((one, other) -> one.flatMap(size -> other.map(more -> Math.max(size, more))))
                .orElseThrow();
    }

    private Optional<Long> heapOfStage() {
        long sum = 0;
        for (OperatorOptions operator : operators) {
            Optional<Long> ofRank = operator.resources().memoryMebibytes();
            if (ofRank.isEmpty()) {
                return Optional.empty();
            }
            sum += ofRank.get() * operator.ranksOfWorker();
        }
        return Optional.of(sum);
    }

    int ranks() {
        return operators.stream().mapToInt(OperatorOptions::ranks).sum();
    }
}
