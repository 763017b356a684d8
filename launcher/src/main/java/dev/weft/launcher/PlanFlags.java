package dev.weft.launcher;

import static dev.weft.launcher.HelpText.flag;
import static dev.weft.launcher.HelpText.group;
import static dev.weft.launcher.HelpText.option;

import java.util.List;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The options of {@code weft plan} as its help shows them. {@link PlanOptions} reads them. */
final class PlanFlags {
    private PlanFlags() {}

    static CommandSpec spec() {
        var spec = CommandSpec.create().name("plan");
        spec.addPositional(PositionalParamSpec.builder()
                .paramLabel("JOB.yaml|NAME")
                .type(String.class)
                .arity("0..1")
                .description(
                        "A job file; options beside it count before what it says. Or what to call ranks that the options below describe.")
                .build());
        spec.addOption(option("--inventory", "FILE", "The hosts: YAML, as docs/plan.md describes it."));
        spec.addOption(option("--json", "FILE", "Write the map and the reasons; - for stdout instead of the table."));
        spec.addArgGroup(ranks());
        spec.addArgGroup(placing());
        spec.usageMessage()
                .customSynopsis("weft plan [JOB.yaml|NAME] --inventory FILE [OPTION…]")
                .description(
                        "Say which ranks would go to which hosts, cores and GPUs, and why, without running anything."
                                + " Exit code 1: they have no place, and what is missing where.");
        return spec;
    }

    private static ArgGroupSpec ranks() {
        return group(
                "Ranks",
                option("--ranks", "N", "How many (default: 1, or one for each worker)."),
                option(
                        "--workers",
                        "N",
                        "Processes that they live in, each on one host (default: ranks are placed one by one)."),
                option("--cpu", "CORES", "Of each rank, e.g. 2, 0.5 or 500m (default: its threads, else 1)."),
                option("--memory", "SIZE", "Of each rank, e.g. 800m or 16g (default: not counted)."),
                option("--gpus", "N", "Of each rank, for it alone (default: 0)."),
                OptionSpec.builder("--select")
                        .paramLabel("LABEL=VALUE")
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .description("Only hosts with this label; give --select once for each.")
                        .build(),
                flag("--preemptible", "The ranks may go to hosts that may be taken away."),
                option("--pin", "WHAT", "cores: each rank gets cores of its own; numa: of one NUMA node."));
    }

    private static ArgGroupSpec placing() {
        return group(
                "Placing",
                option(
                        "--strategy",
                        "WAY",
                        "pack: near each other on few hosts (default), or spread: so that a lost host takes few ranks along."),
                option("--required", "LEVEL", "All ranks on one host, in one rack, or in one zone."),
                option("--preferred", "LEVEL", "The same if it can be."),
                option("--coordinator", "HOST", "Where the job's coordinator runs (default: a host is chosen)."));
    }
}
