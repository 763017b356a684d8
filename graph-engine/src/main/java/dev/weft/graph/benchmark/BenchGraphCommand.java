package dev.weft.graph.benchmark;

import dev.weft.graph.source.GraphOptions;
import dev.weft.runtime.Subcommand;
import dev.weft.runtime.UsageException;
import dev.weft.runtime.Weft;
import dev.weft.runtime.json.Json;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code weft bench graph}: how fast the built-in programs are here. */
public final class BenchGraphCommand implements Subcommand {
    private static final String DEFAULT_GRAPH = "kronecker:scale=18,degree=16,seed=1,weights=1..255";

    @Override
    public String name() {
        return "bench graph";
    }

    @Override
    public String summary() {
        return "measure built-in programs on given graphs, each result checked by a serial verifier";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of();
    }

    @Override
    public List<Option> options() {
        return List.of(
                new Option(
                        "--graph",
                        "GRAPHS",
                        "one, or several with ; between them (default " + DEFAULT_GRAPH + ")",
                        false),
                new Option("--directed", "true|false", "of graphs in files (default: as weft run)", false),
                new Option("--weighted", "true|false", "of graphs in files (default false)", false),
                new Option("--kernels", "LIST", "some of " + GraphKernel.names() + " (default: all that fit)", false),
                new Option("--trials", "N", "that count, after the first, which is told apart (default 5)", false),
                new Option("--ranks", "N", "(default 1)", false),
                new Option("--threads", "N", "of each rank (default: cores / ranks)", false),
                new Option("--seed", "N", "of the sources (default 1)", false),
                new Option("--json", "FILE", "where all figures go", false));
    }

    @Override
    public int run(Map<String, String> values, PrintStream out, PrintStream err) throws Exception {
        var numbers = new Numbers(values);
        int ranks = numbers.atLeastOne("ranks", 1);
        int threads =
                numbers.atLeastOne("threads", Math.max(1, Runtime.getRuntime().availableProcessors() / ranks));
        int trials = numbers.atLeastOne("trials", 5);
        long seed = numbers.number("seed", 1);
        List<GraphKernel> kernels = GraphKernel.parse(values.getOrDefault("kernels", GraphKernel.names()));
        var figures = new ArrayList<Map<String, Object>>();
        for (String spec : values.getOrDefault("graph", DEFAULT_GRAPH).split(";", -1)) {
            err.println("reading " + spec + " for the verifiers");
            TrialGraph graph = TrialGraph.read(spec.strip(), options(values));
            out.printf(
                    Locale.ROOT,
                    "%s: %,d vertices, %,d edges; %d x %d threads; seconds, median (least to most) of %d%n",
                    graph.spec(),
                    graph.serial().vertexCount(),
                    graph.edgeCount(),
                    ranks,
                    threads,
                    trials);
            try (var weft = Weft.local()) {
                var benchmark = new GraphBenchmark(weft, graph, ranks, threads, trials, seed);
                for (GraphKernel kernel : kernels) {
                    if (kernel.fits(graph)) {
                        GraphBenchmark.Figures measured = benchmark.run(kernel, benchmark.starts(kernel), _ -> {});
                        out.println(measured.line());
                        figures.add(measured.fields());
                    } else if (values.containsKey("kernels")) {
                        throw new UsageException(kernel.name() + " needs weights, and " + spec
                                + " has none: give --weighted true, or weights=1..255 to a generated graph");
                    }
                }
            }
        }
        if (values.containsKey("json")) {
            Files.writeString(Path.of(values.get("json")), Json.of(figures));
        }
        return 0;
    }

    private static GraphOptions options(Map<String, String> values) {
        GraphOptions options = GraphOptions.NONE;
        if (values.containsKey("directed")) {
            options = options.directed(truth("directed", values.get("directed")));
        }
        return values.containsKey("weighted") ? options.weighted(truth("weighted", values.get("weighted"))) : options;
    }

    private static boolean truth(String name, String value) {
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new UsageException("--" + name + " " + value + ": give true or false");
        };
    }
}
