package dev.weft.launcher;

import dev.weft.collectives.flight.FlightFolder;
import dev.weft.collectives.flight.FlightReport;
import dev.weft.runtime.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code weft flight}: what the flight recorders of a job's ranks say together. */
final class FlightCommand implements Command {
    private static final String FOLDER = "DIR";
    private static final String OF_A_JOB = "flight";

    @Override
    public CommandSpec spec() {
        var spec = CommandSpec.create().name("flight");
        spec.addPositional(PositionalParamSpec.builder()
                .paramLabel(FOLDER)
                .type(String.class)
                .required(true)
                .description("A job's folder, or one with dumps (rank-*.flight) of all its hosts.")
                .build());
        spec.addOption(HelpText.option("--last", "N", "List the last N calls of each rank."));
        spec.usageMessage().description("Say which rank a job that hung or failed was waiting for, and where.");
        return spec;
    }

    @Override
    public int run(Given given, Terminal terminal) throws IOException {
        int last = given.number("--last", 0).orElse(0);
        Path folder = folder(Path.of(given.parameter(0).orElseThrow()));
        var flights = FlightFolder.read(folder);
        if (flights.dumps().isEmpty()) {
            throw new CommandFailedException(ExitCode.PROGRAM_FAILED, nothingIn(folder, flights));
        }
        terminal.out().print(FlightReport.of(flights).text(last));
        return ExitCode.DONE.number;
    }

    private static Path folder(Path given) {
        if (!Files.isDirectory(given)) {
            String what = Files.exists(given) ? "is no folder" : "does not exist";
            throw new UsageException("DIR=" + given + " " + what
                    + ": name a job's folder, or one with its ranks' dumps (rank-*.flight)");
        }
        Path ofJob = given.resolve(OF_A_JOB);
        return Files.isDirectory(ofJob) ? ofJob : given;
    }

    private static String nothingIn(Path folder, FlightFolder flights) {
        return flights.unread().isEmpty()
                ? "no dumps (rank-*.flight) in " + folder
                        + ": ranks leave them there when their job fails; name the folder of such a job"
                : "no dump in " + folder + " can be read: " + String.join("; ", flights.unread());
    }
}
