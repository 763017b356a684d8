package dev.weft.launcher;

import static dev.weft.launcher.HelpText.group;
import static dev.weft.launcher.HelpText.option;

import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
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
        spec.addOption(option(
                "--inventory",
                "FILE",
                "The hosts: YAML, or one on each line (docs/hosts.md). Default: those of the job file."));
        spec.addOption(option("--json", "FILE", "Write the map and the reasons; - for stdout instead of the table."));
        spec.addArgGroup(ranks());
        spec.addArgGroup(PlacingFlags.all());
        spec.usageMessage()
                .customSynopsis("weft plan [JOB.yaml|NAME] --inventory FILE [OPTION…]")
                .description(
                        "Say which ranks would go to which hosts, cores and GPUs, and why, without running anything."
                                + " The same as weft run does with these hosts. Exit code 1: they have no place, and what is missing where.");
        return spec;
    }

    private static ArgGroupSpec ranks() {
        return group(
                "Ranks",
                option("--ranks", "N", "How many (default: 1, or one for each worker)."),
                option(
                        "--workers",
                        "N",
                        "Processes that they live in, each on one host (default: one for each slot of the hosts; else ranks are placed one by one)."),
                option("--spares", "N", "More workers, for which there must be room, too (default: 0)."),
                option("--memory", "SIZE", "Of each rank, e.g. 800m or 16g (default: not counted)."),
                option("--gpus", "N", "Of each rank, for it alone (default: 0)."));
    }
}
