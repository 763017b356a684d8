package dev.weft.benchmarks;

import dev.weft.graph.benchmark.GraphKernel;
import dev.weft.graph.benchmark.TrialGraph;
import dev.weft.graph.source.GenerateCommand;
import dev.weft.graph.source.GraphOptions;
import dev.weft.runtime.Subcommand;
import dev.weft.runtime.UsageException;
import dev.weft.runtime.Weft;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code weft gapbs FOLDER}: Weft's kernels beside those of the GAP Benchmark Suite. */
public final class GapbsCommand implements Subcommand {
    private static final String LOAD = "load";
    private static final String ALL = "load,pagerank,bfs,wcc,betweenness,triangles,sssp";

    @Override
    public String name() {
        return "gapbs";
    }

    @Override
    public String summary() {
        return "measure loading and kernels beside the GAP Benchmark Suite";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(new Parameter("FOLDER", "where GAPBS (github.com/sbeamer/gapbs) is built"));
    }

    @Override
    public List<Option> options() {
        return List.of(
                new Option("--scale", "N", "of the Kronecker graph (default 20)", false),
                new Option("--trials", "N", "that count, after the first, which doesn't (default 5)", false),
                new Option("--threads", "N", "of both (default: the machine's cores)", false),
                new Option("--kernels", "LIST", "some of " + ALL + " (default all)", false),
                new Option("--work", "FOLDER", "for the edge list, which is kept (default /tmp)", false));
    }

    @Override
    public int run(Map<String, String> values, PrintStream out, PrintStream err) throws Exception {
        int cores = Runtime.getRuntime().availableProcessors();
        int threads = number(values, "threads", cores);
        var gapbs = new Gapbs(Path.of(values.getOrDefault("FOLDER", "")), threads);
        Path work = Path.of(values.getOrDefault("work", "/tmp"));
        int scale = number(values, "scale", 20);
        int trials = number(values, "trials", 5);
        List<String> kernels = Arrays.asList(values.getOrDefault("kernels", ALL).split(",", -1));
        for (boolean weighted : new boolean[] {false, true}) {
            List<String> chosen = kernels.stream()
                    .filter(name -> isWeighted(name) == weighted)
                    .toList();
            if (!chosen.isEmpty()) {
                Path edges = edges(work, scale, weighted, err);
                var graph = TrialGraph.read(
                        edges.toString(), GraphOptions.NONE.directed(false).weighted(weighted));
                Path converted = Path.of(edges.toString().replaceFirst("el$", "sg"));
                measure(graph, converted, gapbs, threads, trials, chosen, out);
            }
        }
        return 0;
    }

    /** Generates {@code kronecker:scale=…,degree=16,seed=1}, with weights from 1 to 255 if asked, unless it is there. */
    private static Path edges(Path folder, int scale, boolean weighted, PrintStream err) throws IOException {
        Path edges = folder.resolve("kronecker-" + scale + (weighted ? ".wel" : ".el"));
        if (!Files.exists(edges)) {
            String spec = "kronecker:scale=" + scale + ",degree=16,seed=1" + (weighted ? ",weights=1..255" : "");
            int _ = new GenerateCommand().run(Map.of("SPEC", spec, "output", edges.toString()), err, err);
        }
        return edges;
    }

    private static void measure(
            TrialGraph graph,
            Path converted,
            Gapbs gapbs,
            int threads,
            int trials,
            List<String> kernels,
            PrintStream out)
            throws Exception {
        out.printf(
                Locale.ROOT,
                "%s: %,d vertices, %,d edges; %d threads; seconds%n",
                graph.spec(),
                graph.serial().vertexCount(),
                graph.edgeCount(),
                threads);
        try (var weft = Weft.local()) {
            var comparison = new Comparison(weft, gapbs, graph, converted, threads, trials, out);
            for (String kernel : kernels) {
                if (kernel.equals(LOAD)) {
                    comparison.load();
                } else {
                    comparison.run(GraphKernel.named(kernel), 1);
                    comparison.run(GraphKernel.named(kernel), threads);
                }
            }
        }
    }

    private static boolean isWeighted(String kernel) {
        return !kernel.equals(LOAD) && GraphKernel.named(kernel).weighted();
    }

    private static int number(Map<String, String> values, String name, int otherwise) {
        String value = values.getOrDefault(name, Integer.toString(otherwise));
        try {
            return Integer.parseUnsignedInt(value);
        } catch (NumberFormatException _) {
            throw new UsageException("--" + name + " " + value + ": give a number");
        }
    }
}
