package dev.weft.benchmarks;

import dev.weft.graph.Graph;
import dev.weft.graph.source.GenerateCommand;
import dev.weft.runtime.JobResult;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.Program;
import dev.weft.runtime.Weft;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Weft beside the GAP Benchmark Suite, in turn on the same machine, over the same edge list and from the same sources. Weft's first trial
 * is shown and does not count; of each of the peer's processes the second trial counts. No figure is printed before the result passed
 * its serial verifier.
 */
public final class GraphBenchmark {
    private static final long SEED = 1;

    private final Map<String, String> options;
    private final PrintStream out;
    private final Path edges;
    private final Path graph;
    private final Gapbs gapbs;
    private final int threads;
    private final int trials;

    private GraphBenchmark(Map<String, String> options, PrintStream out) {
        this.options = options;
        this.out = out;
        this.edges = Path.of(options.get("work")).resolve("kronecker-" + options.get("scale") + ".el");
        this.graph = Path.of(options.get("work")).resolve("kronecker-" + options.get("scale") + ".sg");
        this.threads = Integer.parseInt(options.get("threads"));
        this.trials = Integer.parseInt(options.get("trials"));
        this.gapbs = new Gapbs(Path.of(options.get("gapbs")), threads);
    }

    public static void main(String[] words) throws Exception {
        new GraphBenchmark(options(words), System.out).run();
    }

    /** {@code name=value} words over the defaults. */
    private static Map<String, String> options(String[] words) {
        Map<String, String> options = Arrays.stream(
                        new String[] {"scale=20", "threads=2", "trials=5", "kernels=pagerank,bfs,wcc", "work=/tmp"})
                .map(word -> word.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        for (String word : words) {
            int at = word.indexOf('=');
            if (at < 0 || !(word.startsWith("gapbs=") || options.containsKey(word.substring(0, at)))) {
                throw new IllegalArgumentException(word + ": give gapbs=FOLDER and any of " + options);
            }
            options.put(word.substring(0, at), word.substring(at + 1));
        }
        if (!options.containsKey("gapbs")) {
            throw new IllegalArgumentException("give gapbs=FOLDER, where GAPBS is built, and any of " + options);
        }
        return options;
    }

    private void run() throws Exception {
        if (!Files.exists(edges)) {
            String spec = "kronecker:scale=" + options.get("scale") + ",degree=16,seed=1";
            new GenerateCommand().run(Map.of("SPEC", spec, "output", edges.toString()), out, out);
        }
        var serial = SerialEdges.read(edges);
        int[] sources = serial.sources(trials + 1, SEED);
        out.printf(
                Locale.ROOT,
                "%s: %,d vertices, %,d edges, %d threads, %d trials, seconds%n",
                edges.getFileName(),
                serial.graph().vertexCount(),
                Files.lines(edges).count(),
                threads,
                trials);
        try (var weft = Weft.local()) {
            measureLoading(weft);
            for (String name : options.get("kernels").split(",", -1)) {
                Kernel kernel = Kernel.valueOf(name.toUpperCase(Locale.ROOT));
                measure(weft, kernel, 1, serial, sources);
                measure(weft, kernel, threads, serial, sources);
            }
        }
    }

    private void measureLoading(Weft weft) throws Exception {
        var own = new ArrayList<Trials.Trial>();
        var peer = new ArrayList<Double>();
        for (int trial = 0; trial <= trials; trial++) {
            peer.add(gapbs.convert(edges, graph));
            JobResult result = weft.run(job("load", () -> Graph::load, 1)).result();
            own.add(new Trials.Trial(result.report().loadSeconds(), 0));
        }
        print("load", 1, own, peer.subList(1, peer.size()));
    }

    private JobSpec job(String name, Supplier<? extends Program> program, int ranks) {
        return JobSpec.of(name, program)
                .ranks(ranks)
                .threads(threads / ranks)
                .arg("graph", edges.toString())
                .arg("directed", false);
    }

    private void measure(Weft weft, Kernel kernel, int ranks, SerialEdges serial, int[] sources) throws Exception {
        var peer = new ArrayList<Double>();
        var measured = new Trials(
                kernel.program,
                Arrays.stream(sources)
                        .mapToObj(source -> kernel.arguments(serial.ids().id(source)))
                        .toList(),
                trial -> peer.add(peer(kernel, serial.ids().id(sources[trial]))));
        String name = kernel.name().toLowerCase(Locale.ROOT);
        JobResult result = weft.run(job(name, () -> measured, ranks)).result();
        kernel.verify(serial.graph(), serial.ids(), sources[sources.length - 1], result)
                .ifPresent(wrong -> {
                    throw new IllegalStateException(name + ": " + wrong);
                });
        print(name, ranks, measured.trials(), peer.subList(1, peer.size()));
    }

    private double peer(Kernel kernel, long source) throws Exception {
        return gapbs.trials(kernel.peer, graph, 2, kernel.peerOptions(source)).getLast();
    }

    private void print(String name, int ranks, List<Trials.Trial> all, List<Double> peer) {
        List<Trials.Trial> warm = all.subList(1, all.size());
        var own = Spread.of(warm.stream().map(Trials.Trial::seconds).toList());
        var cpu = Spread.of(warm.stream()
                .map(trial -> trial.cpuSeconds() / trial.seconds())
                .toList());
        var other = Spread.of(peer);
        out.printf(
                Locale.ROOT,
                "%-8s %d x %d  Weft %s, first %.3f, CPU/run %.2f   GAPBS %s   ratio %.2f%n",
                name,
                ranks,
                threads / ranks,
                own,
                all.getFirst().seconds(),
                cpu.median(),
                other,
                own.median() / other.median());
    }
}
