package dev.weft.launcher;

import static dev.weft.launcher.HelpText.flag;
import static dev.weft.launcher.HelpText.group;
import static dev.weft.launcher.HelpText.option;

import dev.weft.collectives.TransportException;
import dev.weft.collectives.benchmark.BenchmarkFailedException;
import dev.weft.collectives.benchmark.BenchmarkReport;
import dev.weft.collectives.benchmark.CollectivesBenchmark;
import dev.weft.collectives.benchmark.Sizes;
import java.util.List;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code weft bench collectives}: how long a collective call takes on this machine. */
final class BenchCollectivesCommand implements Command {

    @Override
    public CommandSpec spec() {
        var spec = CommandSpec.create().name("collectives");
        spec.addArgGroup(ranks());
        spec.addArgGroup(calls());
        spec.addArgGroup(comparison());
        spec.usageMessage()
                .customSynopsis("weft bench collectives [OPTION…]")
                .description("Measure how long a collective call takes, by operation and size. Prints a table (CSV).")
                .footer(
                        "",
                        "bytes_per_rank is the length of a rank's send buffer, of doubles; sums are taken of them.",
                        "allToAll and allToAllV send an equal share of it to each rank. pingpong is a message one way,",
                        "half a round trip; any other call takes as long as its slowest rank.",
                        "",
                        "For example:",
                        "  weft bench collectives --ranks 2",
                        "  weft bench collectives --workers 2 --verify --against mpirun --plot times.svg",
                        "  weft bench collectives --workers 2 --transport udp --operations pingpong --against aeron",
                        "",
                        "Exit codes: 0 done, 1 wrong results or a worker that failed, 2 wrong usage, 3 could not start",
                        "(also: mpicc or mpirun is missing), 130 interrupted.");
        return spec;
    }

    private static ArgGroupSpec ranks() {
        return group(
                "Ranks",
                option("--ranks", "N", "How many ranks (default: 2, or one for each worker)."),
                option("--workers", "N", "Spread them over N processes (default: 1, threads of this process)."),
                option(
                        "--transport",
                        "NAME",
                        "memory: one process; ipc: shared memory between processes; udp: the loopback interface;"
                                + " auto: memory with one worker, else ipc (default)."));
    }

    private static ArgGroupSpec calls() {
        return group(
                "Calls",
                option(
                        "--operations",
                        "LIST",
                        "Some of " + String.join(",", CollectivesBenchmark.operations()) + " (default: all)."),
                option(
                        "--sizes",
                        "LIST",
                        "Bytes of a rank's send buffer, multiples of 8; k, m and g are 1024, its square and cube (default: "
                                + Sizes.DEFAULT + ")."),
                option(
                        "--algorithm",
                        "LIST",
                        "Make calls by algorithms of docs/collectives.md, as OPERATION=NAME,… (default: by their costs)."),
                flag(
                        "--verify",
                        "Check the results of each call against plain loops before it is measured; what is wrong is"
                                + " told, and not measured."));
    }

    private static ArgGroupSpec comparison() {
        return group(
                "Comparison",
                OptionSpec.builder("--against")
                        .paramLabel("PEER")
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .description(HelpText.literally(
                                "Measure a peer in turns with Weft, and print its median and Weft's divided by it."
                                        + " mpirun: Open MPI, the same calls in a program that is compiled by mpicc (over"
                                        + " TCP with --transport udp); aeron: messages over Aeron alone, beside pingpong,"
                                        + " with --workers 2. Give --against once for each."))
                        .build(),
                option("--plot", "FILE.svg", "Draw the times over the sizes."));
    }

    @Override
    public int run(Given given, Terminal terminal) throws Exception {
        var options = BenchCollectivesOptions.of(given);
        options.plot().ifPresent(OutputFile::checkWritable);
        BenchmarkReport report = measure(options, terminal);
        if (options.plot().isPresent()) {
            options.plot().get().write(report.svg());
        }
        return report.mismatches() == 0 ? ExitCode.DONE.number : ExitCode.PROGRAM_FAILED.number;
    }

    private static BenchmarkReport measure(BenchCollectivesOptions options, Terminal terminal)
            throws InterruptedException {
        try {
            return CollectivesBenchmark.run(options.spec(), terminal.out(), terminal.err());
        } catch (BenchmarkFailedException failed) {
            throw new CommandFailedException(
                    failed.started() ? ExitCode.PROGRAM_FAILED : ExitCode.COULD_NOT_START,
                    String.valueOf(failed.getMessage()),
                    failed);
        } catch (TransportException failed) {
            throw new CommandFailedException(ExitCode.COULD_NOT_START, String.valueOf(failed.getMessage()), failed);
        }
    }
}
