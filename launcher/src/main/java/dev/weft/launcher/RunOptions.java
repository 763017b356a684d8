package dev.weft.launcher;

import dev.weft.runtime.CheckpointSpec;
import dev.weft.runtime.Placing;
import dev.weft.runtime.UsageException;
import dev.weft.scheduler.Gang;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
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
 * @param faults to befall the workers and the store
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
        FaultOptions faults) {
    private static final int LONGEST_NAME = 63;

    static RunOptions of(Given line) throws IOException {
        return of(RunWords.of(line));
    }

    static RunOptions of(RunWords words) throws IOException {
        Given given = words.job();
        Optional<WorkerOptions> workers = WorkerOptions.of(words);
        String name = given.text("metadata.name")
                .orElseGet(() -> nameOf(given.text(RunWords.PROGRAM).orElse("")));
        List<OperatorOptions> operators = OperatorOptions.all(words, name, workers);
        OperatorOptions.requireRanks(operators, words);
        FaultOptions faults = FaultOptions.of(given, workers.isEmpty() ? 0 : units(operators, given));
        var options = new RunOptions(
                name,
                operators,
                given.text("priorityClass"),
                given.number("--deadline", 1).map(Duration::ofSeconds),
                workers,
                PlacingOptions.of(given),
                CheckpointOptions.of(given, faults.ofStore()),
                Outputs.of(given),
                given.text("--log-level").map(LogLevel::named),
                given.has("--quiet"),
                faults);
        options.requireThatItGoesTogether(words);
        return options;
    }

    /** Workers of the first part of the job, which faults befall. */
    private static int units(List<OperatorOptions> operators, Given given) {
        return gang(OperatorOptions.stages(operators).getFirst(), "", PlacingOptions.of(given))
                .units();
    }

    private static Gang gang(List<OperatorOptions> operators, String job, Placing placing) {
        return placing.gang(job, operators.stream().map(OperatorOptions::group).toList());
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
                    + " which share their processes or hosts: give it to all, or to none");
        }
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
        return OperatorOptions.stages(operators).stream().map(this::stage).toList();
    }

    /** What is broken on purpose is broken in the first stage. */
    private RunOptions stage(List<OperatorOptions> own) {
        return new RunOptions(
                job,
                own,
                priorityClass,
                deadline,
                workers,
                placing,
                checkpoint,
                outputs,
                logLevel,
                quiet,
                own.getFirst().stage() == 0 ? faults : FaultOptions.NONE);
    }

    /** Of each process with ranks, in mebibytes, where all operators say what their ranks need; of one at its fullest for each of its kind. */
    List<Long> heaps() {
        boolean said = operators.stream()
                .allMatch(operator -> operator.resources().memoryMebibytes().isPresent());
        if (!said) {
            return List.of();
        }
        if (workers.isEmpty()) {
            return List.of(operators.stream()
                    .mapToLong(operator -> operator.memoryMebibytes() * operator.ranks())
                    .sum());
        }
        Gang gang = gang(operators, job, placing);
        return gang.pools().stream()
                .flatMap(pool -> Collections.nCopies(pool.units(), gang.mostMemoryMiB(pool)).stream())
                .toList();
    }

    int ranks() {
        return operators.stream().mapToInt(OperatorOptions::ranks).sum();
    }
}
