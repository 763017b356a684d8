package dev.weft.launcher;

import static dev.weft.launcher.HelpText.flag;
import static dev.weft.launcher.HelpText.group;
import static dev.weft.launcher.HelpText.option;

import java.util.List;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Options of {@code weft run} and {@code weft plan} that say where ranks go. {@link PlacingOptions} reads those of all ranks. */
final class PlacingFlags {
    private PlacingFlags() {}

    static ArgGroupSpec all() {
        return group(
                "Placing",
                option("--cpu", "CORES", "Of each rank, e.g. 2, 0.5 or 500m (default: its threads, else 1)."),
                OptionSpec.builder("--select")
                        .paramLabel("LABEL=VALUE")
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .description("Only hosts with this label; give --select once for each.")
                        .build(),
                flag("--preemptible", "The ranks may go to hosts that may be taken away."),
                option(
                        "--pin",
                        "WHAT",
                        "cores: each worker gets cores of its own for its ranks; numa: of one NUMA node."),
                option(
                        "--strategy",
                        "WAY",
                        "pack: near each other on few hosts (default), or spread: so that a lost host takes few ranks along."),
                option("--required", "LEVEL", "All ranks on one host, in one rack, or in one zone."),
                option("--preferred", "LEVEL", "The same if it can be."),
                option(
                        "--coordinator",
                        "HOST",
                        "Which of the hosts the job is started on: preemptible ranks keep away from it (default: one is chosen)."));
    }
}
