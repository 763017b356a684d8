package dev.weft.launcher;

import static dev.weft.launcher.HelpText.flag;
import static dev.weft.launcher.HelpText.group;
import static dev.weft.launcher.HelpText.option;

import java.util.List;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The options of {@code weft run} as its help shows them, in groups. {@link RunOptions} reads them. */
final class RunFlags {
    private RunFlags() {}

    static void declareIn(CommandSpec spec) {
        spec.addPositional(PositionalParamSpec.builder()
                .paramLabel("PROGRAM|FILE.java|JOB.yaml")
                .type(String.class)
                .required(true)
                .description("A program of those below, or one in --jar: its name or its class. Or a Java source file,"
                        + " which is compiled and whose class that implements dev.weft.runtime.Program is run."
                        + " Or a job file, which names all of this; options beside it count before what it says.")
                .build());
        spec.addArgGroup(input());
        spec.addArgGroup(program());
        spec.addArgGroup(results());
        spec.addArgGroup(resources());
        spec.addArgGroup(PlacingFlags.all());
        spec.addArgGroup(checkpoints());
        spec.addArgGroup(messages());
    }

    private static ArgGroupSpec input() {
        return group(
                "Input",
                option(
                        "--graph",
                        "GRAPH",
                        "A file of edges, a folder of them, or a pattern such as 'part-*.csv': text (also .gz, .zst), .mtx,"
                                + " .sg, .wsg, .parquet. Or a folder that weft convert wrote, a generator (kronecker:scale=20,degree=16,seed=1, uniform:,"
                                + " smallworld:, grid:, ring:, star:, complete:), or jdk: (this JDK's classes)."),
                option("--vertices", "FILE", "The ids of all vertices, one a line; brings in those without edges."),
                flag("--directed", "An edge leads from its first vertex to its second (default)."),
                flag("--undirected", "An edge leads both ways."),
                flag("--weighted", "Edges have weights: a third column of decimal numbers."),
                option(
                        "--columns",
                        "COLUMNS",
                        "Which columns hold an edge, counted from 0, e.g. source=0,target=2,weight=5."),
                option("--bad-lines", "POLICY", "fail at a line that can't be read (default), or skip and count them."),
                option(
                        "--duplicates",
                        "POLICY",
                        "keep edges that stand there several times (default), drop all but the lightest, or sum weights."),
                option("--self-loops", "POLICY", "keep edges from a vertex to itself (default), or drop them."));
    }

    private static ArgGroupSpec program() {
        var set = OptionSpec.builder("--set")
                .paramLabel("KEY=VALUE")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .description("Any other argument of the program; give --set once for each.")
                .build();
        return group(
                "Program",
                option("--jar", "FILE", "The jar with your program, or with what FILE.java needs."),
                option("--source", "ID", "The vertex to start at."),
                option("--iterations", "N", "How many steps to take at most."),
                set);
    }

    private static ArgGroupSpec results() {
        return group(
                "Results",
                option("--result", "NAME", "Which of the program's vertex results to write (default: the first)."),
                option(
                        "--output",
                        "FILE",
                        "Write a line 'id value' for each vertex, ascending ids. FILE.npy: a NumPy array of the values."
                                + " FILE.parquet: a table of id and value. FOLDER/: the lines in parts."),
                option("--top", "K", "Print the K largest values."),
                option(
                        "--json",
                        "FILE",
                        "Write times, sizes and the program's single values; - for stdout. In it, peak_memory_bytes"
                                + " is the most memory that a process with ranks ever held (Linux: VmHWM)."));
    }

    private static ArgGroupSpec resources() {
        return group(
                "Resources",
                option("--ranks", "N", "How many instances of the program (default: 1, or one for each worker)."),
                option("--workers", "N", "Run the ranks in N processes of their own."),
                option(
                        "--hosts",
                        "FILE",
                        "Run the workers on other hosts, which ssh reaches: on each line of FILE a name, then slots=N, address=ADDRESS,"
                                + " and labels KEY=VALUE; or YAML, which says more (docs/hosts.md). Default of --workers: all slots."),
                option(
                        "--on-loss",
                        "WAY",
                        "replace a lost worker (default), or shrink: go on without it, on the ranks of the others."),
                option(
                        "--shares",
                        "WAY",
                        "measured: a worker's speed gives it its share of the graph's partitions, where the job has checkpoints (default);"
                                + " or equal."),
                option("--spares", "N", "More processes that wait for a worker to be lost (default: 0)."),
                option(
                        "--backoff-limit",
                        "N",
                        "Restarts within ten minutes; one more failure ends the job (default: 3)."),
                option("--start-timeout", "SECONDS", "Until when all workers have to be there (default: 60)."),
                option(
                        "--deadline",
                        "SECONDS",
                        "End the job when it has run so long, its start included (default: never)."),
                OptionSpec.builder("--inject")
                        .paramLabel("FAULT")
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .description(
                                "Break something, to see it mended: \"kill worker=1 at step=5\", \"kill worker=1 during=save [at step=6]\","
                                        + " \"kill rank=3 at step=2\", \"exhaust heap rank=1 at step=5\","
                                        + " \"pause worker=0 at step=4 for=15s\", \"random kills=2 seed=7\"."
                                        + " Of the checkpoints' store: \"store errors=0.2 seed=7\", \"store slow=10x\","
                                        + " \"disk full at step=6\" (from then on). Give --inject once for each.")
                        .build(),
                option("--transport", "NAME", "Between workers: ipc (shared memory) or udp (default: ipc)."),
                option("--threads", "N", "Threads of each rank (default: cores / ranks)."),
                option(
                        "--gpus",
                        "N",
                        "GPUs for each rank, or a share of one, e.g. 0.5 (default: 0). Who else runs weft here gets others."),
                option(
                        "--memory",
                        "SIZE",
                        "The heap, e.g. 800m or 16g (default: 75 % of the machine's or container's memory)."));
    }

    private static ArgGroupSpec checkpoints() {
        return group(
                "Checkpoints",
                option(
                        "--checkpoint",
                        "URI",
                        "Save the program's state in URI/JOB, to go on from there after a failure: a folder, file:/folder,"
                                + " or s3://bucket/prefix (?endpoint=URL&region=NAME for other stores than Amazon's)."),
                option(
                        "--checkpoint-every",
                        "INTERVAL",
                        "So many steps (10), so long (30s, 5m), or auto: by what a save costs and how often the job fails"
                                + " (default)."),
                option(
                        "--resume",
                        "JOB",
                        "Go on where the job of this name was saved last, on any number of ranks and workers."),
                flag("--checkpoint-optional", "Go on without if the store takes no more."));
    }

    private static ArgGroupSpec messages() {
        return group(
                "Messages",
                flag("--dry-run", "Print the job file that says the same, with all defaults, and start nothing."),
                flag("--quiet", "Print results and errors only."),
                option("--log-level", "LEVEL", "Log to stderr: " + LogLevel.names() + "."));
    }
}
