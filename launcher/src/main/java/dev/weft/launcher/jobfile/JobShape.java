package dev.weft.launcher.jobfile;

import static dev.weft.launcher.jobfile.Key.Names.A_FILE;
import static dev.weft.launcher.jobfile.Key.Names.A_FILE_OR_STDOUT;
import static dev.weft.launcher.jobfile.Key.Names.A_PROGRAM;
import static dev.weft.launcher.jobfile.Key.group;
import static dev.weft.launcher.jobfile.Key.of;
import static dev.weft.launcher.jobfile.Shape.Value.text;
import static dev.weft.launcher.jobfile.Shape.Value.truth;
import static dev.weft.launcher.jobfile.Shape.Value.whole;
import static dev.weft.launcher.jobfile.Shape.Value.words;

import dev.weft.launcher.jobfile.Shape.Keys;
import dev.weft.launcher.jobfile.Shape.ListOf;
import dev.weft.launcher.jobfile.Shape.Named;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** All keys that a job file may have. The JSON Schema in {@code launcher/schema} says the same; a test compares them. */
final class JobShape {
    static final String API_VERSION = "weft/v1";
    static final String KIND = "Job";
    private static final String NAME = "[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?";

    static final Keys INPUT = keys(
            of(
                            "graph",
                            "--graph",
                            text("a file, a generator such as kronecker:scale=20, or jdk:"),
                            "The graph, as --graph takes it.")
                    .naming(A_FILE),
            of("vertices", "--vertices", text("a file"), "A file with the ids of all vertices, one a line.")
                    .naming(A_FILE),
            of("directed", "--directed", truth(), "Whether an edge leads from its first vertex to its second only."),
            of("weighted", "--weighted", truth(), "Whether edges have weights."),
            of(
                    "columns",
                    "--columns",
                    text("columns, e.g. source=0,target=2"),
                    "Which columns hold an edge, e.g. source=0,target=2,weight=5."),
            of("badLines", "--bad-lines", words("fail", "skip"), "What is done with a line that can't be read."),
            of(
                    "duplicates",
                    "--duplicates",
                    words("keep", "drop", "sum"),
                    "What is done with edges that stand there several times."),
            of("selfLoops", "--self-loops", words("keep", "drop"), "What is done with edges from a vertex to itself."));

    static final Keys RESOURCES = keys(
            of(
                    "cpu",
                    "--cpu",
                    text("[1-9][0-9]{0,8}m|(?![0.]+$)[0-9]{1,6}(\\.[0-9]{1,3})?", "cores, e.g. 2, 0.5 or \"500m\"")
                            .or(ScalarKind.NUMBER, "0.001"),
                    "Cores of each rank, e.g. 2, 0.5 or 500m."),
            of(
                    "memory",
                    "--memory",
                    text("[1-9][0-9]{0,6}(Mi|Gi)", "a size with Mi or Gi, e.g. 800Mi or 16Gi"),
                    "Heap of each rank, e.g. 800Mi or 16Gi; the ranks of a process have theirs together."),
            of(
                    "nvidia.com/gpu",
                    "--gpus",
                    text("0|[1-9][0-9]{0,3}|0?[.][0-9]{1,3}", "a number of GPUs, or a share of one, e.g. 2 or 0.5")
                            .or(ScalarKind.NUMBER, "0"),
                    "GPUs of each rank, which no other rank has, or a share of one, e.g. 0.5."));

    static final Keys OPERATOR = keys(
                    of(
                            "name",
                            "name",
                            text(NAME, "letters, digits, '.', '-' and '_', 63 at most"),
                            "What other operators call it; the job's name if it is the only one."),
                    of(
                                    "program",
                                    "program",
                                    text("a program's name, a class in jar, or FILE.java"),
                                    "A built-in program, a class in the jar, or a Java source file.")
                            .naming(A_PROGRAM),
                    of(
                            "command",
                            "command",
                            new ListOf(text("a word")),
                            "A program in any language and its words, one for each rank."),
                    of("workingDir", "workingDir", text("a folder"), "The folder in which the command starts.")
                            .naming(A_FILE),
                    of(
                            "dependsOn",
                            "dependsOn",
                            new ListOf(text(NAME, "the name of an operator above")),
                            "Operators above that have to be complete, and their output written, before this one starts."),
                    of("jar", "--jar", text("a jar"), "The jar with the program, or with what its source needs.")
                            .naming(A_FILE),
                    group("input", INPUT, "The program's graph."),
                    of(
                            "args",
                            "--set",
                            new Named(
                                    Set.of(ScalarKind.TEXT, ScalarKind.WHOLE, ScalarKind.NUMBER, ScalarKind.TRUTH),
                                    true,
                                    elsewhere(INPUT, "input"),
                                    "text, a number, true or false, or a list of these"),
                            "The program's other arguments, by name."),
                    of("ranks", "--ranks", whole(1), "How many instances of the program."),
                    of(
                            "workers",
                            "--workers",
                            whole(1),
                            "How many processes the ranks live in; without it they live in weft's own."),
                    of("threads", "--threads", whole(1), "Threads of each rank."),
                    group("resources", RESOURCES, "What each rank needs."),
                    of(
                            "nodeSelector",
                            "--select",
                            new Named(Set.of(ScalarKind.TEXT), false, Map.of(), "text; quote numbers, true and false"),
                            "Labels that the ranks' hosts must have."),
                    of(
                            "preemptible",
                            "--preemptible",
                            truth(),
                            "Whether the ranks may run on hosts that can be taken away."),
                    of(
                            "pinning",
                            "--pin",
                            words("cores", "numa"),
                            "Each worker gets cores of its own for its ranks: any, or those of one NUMA node."))
            .exactlyOneOf("program", "command");

    static final Keys CHECKPOINT = keys(
            of("uri", "--checkpoint", text("a folder, or s3://bucket/prefix"), "Where the job's state is saved.")
                    .always()
                    .naming(A_FILE),
            of(
                    "every",
                    "--checkpoint-every",
                    text("auto|[1-9][0-9]{0,8}(ms|s|m|h)?", "a number of steps, a time such as 30s, or auto")
                            .or(ScalarKind.WHOLE, "1"),
                    "So many steps, so long (30s, 5m), or auto."),
            of("optional", "--checkpoint-optional", truth(), "Whether the job goes on if the store takes no more."),
            of(
                    "resume",
                    "--resume",
                    text("the name that a job printed first"),
                    "Go on where the job of this name was saved last."));

    static final Keys OUTPUT = keys(
            of(
                    "result",
                    "--result",
                    text("the name of a result"),
                    "Which of the vertex results is written; the first if none is named."),
            of(
                            "file",
                            "--output",
                            text("a file, or a folder with a slash at its end"),
                            "Where a value for each vertex is written; as --output.")
                    .naming(A_FILE),
            of("top", "--top", whole(1), "How many of the largest values are printed."),
            of(
                            "json",
                            "--json",
                            text("a file, or - for stdout"),
                            "Where times, sizes and single results are written; - for stdout.")
                    .naming(A_FILE_OR_STDOUT));

    static final Keys LOGGING = keys(
            of("level", "--log-level", words("error", "warn", "info", "debug", "trace"), "What is logged to stderr."),
            of("quiet", "--quiet", truth(), "Whether only results and errors are printed."));

    static final Keys PLACEMENT = keys(
            of(
                    "strategy",
                    "--strategy",
                    words("pack", "spread"),
                    "Near each other on few hosts, or so that a lost host takes few ranks along."),
            of(
                    "required",
                    "--required",
                    words("host", "rack", "zone"),
                    "All ranks on one host, in one rack or in one zone."),
            of("preferred", "--preferred", words("host", "rack", "zone"), "The same if it can be."),
            of(
                    "coordinator",
                    "--coordinator",
                    text("the name of a host"),
                    "The host that the job is started on, if it is one of those: preemptible ranks keep away from it."));

    static final Keys SPEC = keys(
            of(
                    "priorityClass",
                    "priorityClass",
                    text(NAME, "letters, digits, '.', '-' and '_', 63 at most"),
                    "The job's place among others that wait."),
            of(
                    "activeDeadlineSeconds",
                    "--deadline",
                    whole(1),
                    "After so many seconds from its start the job is ended."),
            of("backoffLimit", "--backoff-limit", whole(0), "How often the job may be restarted within ten minutes."),
            of("startTimeoutSeconds", "--start-timeout", whole(1), "Until when all workers have to be there."),
            of("hosts", "--hosts", text("a file of hosts"), "A file of the hosts that the workers run on; as --hosts.")
                    .naming(A_FILE),
            group("placement", PLACEMENT, "Which hosts the ranks go to."),
            of(
                    "onLoss",
                    "--on-loss",
                    words("replace", "shrink"),
                    "Whether a lost worker is replaced, or left out with its ranks."),
            of(
                    "shares",
                    "--shares",
                    words("measured", "equal"),
                    "Whether the workers' speeds give them their shares of the work, or all ranks have equal ones."),
            of("spares", "--spares", whole(0), "More processes that wait for a worker to be lost."),
            of("transport", "--transport", words("auto", "ipc", "udp"), "Between workers: shared memory or datagrams."),
            of(
                    "inject",
                    "--inject",
                    new ListOf(text("a fault, e.g. kill worker=1 at step=5")),
                    "What is broken on purpose."),
            group("checkpoint", CHECKPOINT, "Where and how often the job's state is saved."),
            group("operators", new ListOf(OPERATOR), "The job's programs, each with its ranks.")
                    .always(),
            group("output", OUTPUT, "What becomes of the results."),
            group("logging", LOGGING, "What is told meanwhile."));

    static final Keys METADATA = keys(of(
                    "name",
                    "metadata.name",
                    text(NAME, "letters, digits, '.', '-' and '_', 63 at most"),
                    "What the job is called: its id begins so.")
            .always());

    static final Key VERSION = of("apiVersion", "apiVersion", words(API_VERSION), "The format, and its version.")
            .always();

    static final Keys ROOT = keys(
            VERSION,
            of("kind", "kind", words(KIND), "What the file describes.").always(),
            group("metadata", METADATA, "Of the job itself.").always(),
            group("spec", SPEC, "What is to run.").always());

    private JobShape() {}

    /** An option's key, for messages about files: {@code workers} for {@code --workers}. */
    static String keyOf(String option) {
        return keyIn(ROOT, option);
    }

    private static String keyIn(Shape shape, String option) {
        return switch (shape) {
            case Keys keys ->
                keys.keys().values().stream()
                        .map(key -> key.option().equals(option) ? key.name() : keyIn(key.shape(), option))
                        .filter(name -> !name.isEmpty())
                        .findFirst()
                        .orElse("");
            case ListOf list -> keyIn(list.each(), option);
            case Shape.Value _, Named _ -> "";
        };
    }

    static List<String> optionsIn(Keys keys) {
        return keys.keys().values().stream()
                .flatMap(key -> key.shape() instanceof Keys inner ? optionsIn(inner).stream() : Stream.of(key.option()))
                .toList();
    }

    private static Keys keys(Key... keys) {
        var all = new LinkedHashMap<String, Key>();
        for (Key key : keys) {
            all.put(key.name(), key);
        }
        return new Keys(all, List.of());
    }

    /** The arguments that the keys stand for, as programs read them. */
    private static Map<String, String> elsewhere(Keys keys, String place) {
        var all = new LinkedHashMap<String, String>();
        keys.keys().values().forEach(key -> all.put(key.option().substring(2), place + "." + key.name()));
        return all;
    }
}
