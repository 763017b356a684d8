package dev.weft.launcher;

import dev.weft.runtime.Job;
import dev.weft.runtime.JobFailedException;
import dev.weft.runtime.JobResult;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.Weft;
import dev.weft.runtime.WorkersLostException;
import dev.weft.runtime.hosts.Termination;
import java.util.Map;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Model.CommandSpec;

/** {@code weft run}: one program, one job, its results. */
final class RunCommand implements Command {

    @Override
    public CommandSpec spec() {
        var spec = CommandSpec.create().name("run");
        RunFlags.declareIn(spec);
        spec.usageMessage()
                .customSynopsis("weft run PROGRAM|FILE.java [OPTION…]")
                .description("Run a program.")
                .footer(ProgramHelp.lines(Programs.onClassPath()));
        return spec;
    }

    @Override
    public int run(Given given, Terminal terminal) throws Exception {
        var options = RunOptions.of(given);
        options.logLevel().ifPresent(LogLevel::use);
        options.outputs().checkWritable();
        try (var origin = ProgramOrigin.of(options, terminal)) {
            return origin.asContext(() -> run(origin, options, terminal));
        }
    }

    private static int run(ProgramOrigin origin, RunOptions options, Terminal terminal) throws Exception {
        JobSpec plain = new JobSpec(
                        options.name(),
                        origin.program(options.program()),
                        options.ranks(),
                        options.threads(),
                        Map.copyOf(options.args()))
                .gpuShare(options.gpuMilli());
        JobSpec spec = options.checkpoint().map(plain::checkpoint).orElse(plain);
        try (Weft weft = start(origin, options)) {
            Job job = weft.run(spec);
            boolean named =
                    options.workers().isPresent() || options.checkpoint().isPresent();
            if (named && !options.quiet()) {
                terminal.err().println("job " + job.id());
            }
            if (options.checkpoint().isPresent()) {
                Termination.does(job::drain);
            }
            var watch = new JobWatch(job, ProgressView.on(terminal, options.quiet()));
            JobResult result = watch.await();
            if (!options.quiet()) {
                new Summary(options, result).print(terminal.err());
            }
            options.outputs().write(options.name(), result, new RunReport(options, result), terminal.out());
            return ExitCode.DONE.number;
        } catch (WorkersLostException lost) {
            throw new CommandFailedException(
                    lost.started() ? ExitCode.PROGRAM_FAILED : ExitCode.COULD_NOT_START,
                    String.valueOf(lost.getMessage()),
                    lost);
        } catch (JobFailedException failed) {
            return Failure.ofJob(options.name(), failed).tell(terminal.err());
        }
    }

    /** Logging is set up first, by one thread: threads that log meanwhile would be told of on the terminal. */
    private static Weft start(ProgramOrigin origin, RunOptions options) {
        LoggerFactory.getILoggerFactory();
        try {
            return options.workers()
                    .map(workers -> Weft.cluster(origin.broughtTo(workers.spec())))
                    .orElseGet(Weft::local);
        } catch (RuntimeException | LinkageError failed) {
            throw new CommandFailedException(ExitCode.COULD_NOT_START, "could not start: " + failed, failed);
        }
    }
}
