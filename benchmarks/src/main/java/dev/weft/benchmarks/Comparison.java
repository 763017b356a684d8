package dev.weft.benchmarks;

import dev.weft.graph.Graph;
import dev.weft.graph.benchmark.GraphBenchmark;
import dev.weft.graph.benchmark.GraphKernel;
import dev.weft.graph.benchmark.TrialGraph;
import dev.weft.runtime.Weft;
import dev.weft.runtime.benchmark.Spread;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Weft and GAPBS in turn on the same machine, over the same edge list and from the same sources. Weft's first trial is shown and does not
 * count; of each of the peer's processes the second trial counts. No figure is printed before the result passed its serial verifier.
 */
final class Comparison {
    private static final long SEED = 1;

    private final Weft weft;
    private final Gapbs gapbs;
    private final TrialGraph graph;
    private final Path converted;
    private final int threads;
    private final int trials;
    private final PrintStream out;

    /** @param converted where the peer's form of the graph goes, or is */
    Comparison(Weft weft, Gapbs gapbs, TrialGraph graph, Path converted, int threads, int trials, PrintStream out) {
        this.weft = weft;
        this.gapbs = gapbs;
        this.graph = graph;
        this.converted = converted;
        this.threads = threads;
        this.trials = trials;
        this.out = out;
    }

    void load() throws Exception {
        var own = new ArrayList<Double>();
        var peer = new ArrayList<Double>();
        for (int trial = 0; trial <= trials; trial++) {
            peer.add(gapbs.convert(Path.of(graph.spec()), converted, graph.weighted()));
            own.add(weft.run(graph.job("load", () -> Graph::load).threads(threads))
                    .result()
                    .report()
                    .loadSeconds());
        }
        var warm = Spread.of(own.subList(1, own.size()));
        print("load", 1, warm, own.getFirst(), Double.NaN, peer.subList(1, peer.size()));
    }

    void run(GraphKernel kernel, int ranks) throws Exception {
        if (!Files.exists(converted)) {
            double _ = gapbs.convert(Path.of(graph.spec()), converted, graph.weighted());
        }
        var benchmark = new GraphBenchmark(weft, graph, ranks, threads / ranks, trials, SEED);
        var peer = new ArrayList<Double>();
        List<int[]> starts = starts(kernel, benchmark);
        GraphBenchmark.Figures own = benchmark.run(kernel, starts, trial -> {
            long start = graph.ids().id(starts.get(trial)[0]);
            peer.add(gapbs.kernel(kernel, converted, start));
        });
        print(kernel.name(), ranks, own.warm(), own.first(), own.coresBusy(), peer.subList(1, peer.size()));
        out.printf(Locale.ROOT, "%-12s        results in order of ids %s%n", "", own.results());
    }

    /** Where the peer can't be told all vertices to start from, those that it takes itself, in each trial the same. */
    private List<int[]> starts(GraphKernel kernel, GraphBenchmark benchmark) throws IOException, InterruptedException {
        if (kernel.starts() == 1) {
            return benchmark.starts(kernel);
        }
        int[] own = gapbs.starts(kernel, converted).stream()
                .mapToInt(graph::position)
                .toArray();
        return Collections.nCopies(trials + 1, own);
    }

    private void print(String name, int ranks, Spread own, double first, double coresBusy, List<Double> peer) {
        var other = Spread.of(peer);
        out.printf(
                Locale.ROOT,
                "%-12s %d x %d  Weft %s, first %.3f, cores busy %.2f   GAPBS %s   ratio %.2f%n",
                name,
                ranks,
                threads / ranks,
                own,
                first,
                coresBusy,
                other,
                own.median() / other.median());
    }
}
