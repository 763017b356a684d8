package dev.weft.launcher;

import dev.weft.launcher.jobfile.Said;
import dev.weft.runtime.CommandProgram;
import dev.weft.runtime.Job;
import dev.weft.runtime.JobFailedException;
import dev.weft.runtime.JobResult;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.Program;
import dev.weft.runtime.UsageException;
import dev.weft.runtime.Weft;
import dev.weft.runtime.WorkersLostException;
import dev.weft.runtime.hosts.Termination;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Model.CommandSpec;

/** {@code weft run}: one program, one job, its results. */
final class RunCommand implements Command {

    @Override
    public CommandSpec spec() {
        var spec = CommandSpec.create().name("run");
        RunFlags.declareIn(spec);
        spec.usageMessage()
                .customSynopsis("weft run PROGRAM|FILE.java|JOB.yaml [OPTION…]")
                .description("Run a program, or the job that a file describes (docs/job-file.md).")
                .footer(ProgramHelp.lines(Programs.onClassPath()));
        return spec;
    }

    @Override
    public int run(Given given, Terminal terminal) throws Exception {
        var words = RunWords.of(given);
        var options = RunOptions.of(words);
        if (given.has("--dry-run")) {
            terminal.out().print(new JobFileText(options));
            return ExitCode.DONE.number;
        }
        ThisHost.check(words, options);
        options.logLevel().ifPresent(LogLevel::use);
        options.outputs().checkWritable();
        try (var origin = ProgramOrigin.of(options, terminal)) {
            return origin.asContext(() -> run(origin, options, terminal));
        }
    }

    private static JobSpec spec(ProgramOrigin origin, RunOptions options) {
        JobSpec job = options.operators().stream()
                .map(operator -> spec(origin, operator))
                .reduce(JobSpec::and)
                .orElseThrow()
                .title(options.job());
        JobSpec saved = options.checkpoint().map(job::checkpoint).orElse(job);
        return options.workers().map(WorkerOptions::limits).map(saved::limits).orElse(saved);
    }

    private static JobSpec spec(ProgramOrigin origin, OperatorOptions operator) {
        if (!operator.command().isEmpty()) {
            return CommandProgram.spec(operator.name(), operator.command(), operator.workingDir(), Map.of())
                    .ranks(operator.ranks())
                    .threads(operator.threads())
                    .workers(operator.workers().orElse(0))
                    .gpuShare(operator.resources().gpuMilli())
                    .needs(operator.demand());
        }
        return new JobSpec(
                        operator.name(),
                        program(origin, operator),
                        operator.ranks(),
                        operator.threads(),
                        Map.copyOf(operator.args()))
                .workers(operator.workers().orElse(0))
                .gpuShare(operator.resources().gpuMilli())
                .needs(operator.demand());
    }

    /** Where a file names the program, what is wrong with the name is told with its place. */
    private static Supplier<? extends Program> program(ProgramOrigin origin, OperatorOptions operator) {
        try {
            return origin.program(operator.work());
        } catch (UsageException wrong) {
            throw operator.program()
                    .map(Said::name)
                    .filter(name -> !name.equals(RunWords.PROGRAM_WORD))
                    .map(name -> new UsageException(name + ": " + wrong.getMessage(), wrong))
                    .orElse(wrong);
        }
    }

    private static int run(ProgramOrigin origin, RunOptions options, Terminal terminal) throws Exception {
        Optional<Deadline> deadline = options.deadline()
                .map(time -> new Deadline(
                        System.nanoTime(), time, options.checkpoint().isPresent()));
        try {
            new JobStages(options, terminal.out()).run(stage -> runStage(origin, stage, deadline, terminal));
            return ExitCode.DONE.number;
        } catch (WorkersLostException lost) {
            throw new CommandFailedException(exitCode(lost), String.valueOf(lost.getMessage()), lost);
        } catch (JobFailedException failed) {
            return Failure.ofJob(failed.program(), failed).tell(terminal.err());
        }
    }

    private static ExitCode exitCode(WorkersLostException lost) {
        if (lost.getCause() instanceof OutOfMemoryError) {
            return ExitCode.OUT_OF_MEMORY;
        }
        return lost.started() ? ExitCode.PROGRAM_FAILED : ExitCode.COULD_NOT_START;
    }

    private static JobResult runStage(
            ProgramOrigin origin, RunOptions stage, Optional<Deadline> deadline, Terminal terminal) throws Exception {
        JobSpec spec = spec(origin, stage);
        try (Weft weft = start(origin, stage)) {
            Job job = weft.run(spec);
            boolean named = stage.workers().isPresent() || stage.checkpoint().isPresent();
            if (named && !stage.quiet()) {
                terminal.err().println("job " + job.id());
            }
            if (stage.checkpoint().isPresent()) {
                Termination.does(job::drain);
            }
            JobResult result = new JobWatch(job, ProgressView.on(terminal, stage.quiet())).await(deadline);
            if (!stage.quiet()) {
                new Summary(stage, result).print(terminal.err());
            }
            return result;
        }
    }

    /** Logging is set up first, by one thread: threads that log meanwhile would be told of on the terminal. */
    private static Weft start(ProgramOrigin origin, RunOptions options) {
        LoggerFactory.getILoggerFactory();
        try {
            return options.workers()
                    .map(workers -> Weft.cluster(
                            origin.broughtTo(workers.spec(options.faults().ofWorkers()))))
                    .orElseGet(Weft::local);
        } catch (RuntimeException | LinkageError failed) {
            throw new CommandFailedException(ExitCode.COULD_NOT_START, "could not start: " + failed, failed);
        }
    }
}
