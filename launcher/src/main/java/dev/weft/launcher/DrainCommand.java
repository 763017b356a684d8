package dev.weft.launcher;

import dev.weft.runtime.Hosts;
import dev.weft.runtime.hosts.HostDraining;
import dev.weft.scheduler.Host;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code weft drain}: the jobs on a host go on elsewhere. */
final class DrainCommand implements Command {
    @Override
    public CommandSpec spec() {
        var spec = CommandSpec.create().name("drain");
        spec.addPositional(PositionalParamSpec.builder()
                .paramLabel("HOST")
                .type(String.class)
                .required(true)
                .description(
                        "As ssh reaches it. Yours are the jobs whose agents there run as the user that ssh logs in as.")
                .build());
        spec.usageMessage()
                .description(
                        "Have your jobs leave a host: each saves its state at its next step, and goes on there on its other"
                                + " hosts. A job without checkpoints begins again.");
        return spec;
    }

    @Override
    public int run(Given given, Terminal terminal) throws InterruptedException {
        Host host = Hosts.of(List.of(Host.ofSlots(given.parameter(0).orElseThrow(), 1)))
                .all()
                .getFirst();
        try {
            List<String> jobs = HostDraining.ask(host, Ssh.command());
            if (jobs.isEmpty()) {
                throw new CommandFailedException(
                        ExitCode.PROGRAM_FAILED, "no job of yours has workers on " + host.name());
            }
            jobs.forEach(job -> terminal.out().println(job + " leaves " + host.name()));
            return ExitCode.DONE.number;
        } catch (IOException e) {
            throw new CommandFailedException(ExitCode.COULD_NOT_START, String.valueOf(e.getMessage()), e);
        }
    }
}
