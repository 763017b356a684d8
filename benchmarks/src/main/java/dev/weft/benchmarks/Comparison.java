package dev.weft.benchmarks;

import dev.weft.graph.Graph;
import dev.weft.runtime.JobResult;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.Program;
import dev.weft.runtime.Weft;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Weft and GAPBS in turn on the same machine, over the same edge list and from the same sources. Weft's first trial is shown and does not
 * count; of each of the peer's processes the second trial counts. No figure is printed before the result passed its serial verifier.
 */
final class Comparison {
    private static final long SEED = 1;

    private final Weft weft;
    private final Gapbs gapbs;
    private final BenchmarkGraph graph;
    private final int threads;
    private final int trials;
    private final PrintStream out;

    Comparison(Weft weft, Gapbs gapbs, BenchmarkGraph graph, int threads, int trials, PrintStream out) {
        this.weft = weft;
        this.gapbs = gapbs;
        this.graph = graph;
        this.threads = threads;
        this.trials = trials;
        this.out = out;
    }

    void load() throws Exception {
        var own = new ArrayList<Trials.Trial>();
        var peer = new ArrayList<Double>();
        for (int trial = 0; trial <= trials; trial++) {
            peer.add(gapbs.convert(graph.edges(), graph.converted(), graph.weighted()));
            JobResult result = weft.run(job("load", () -> Graph::load, 1)).result();
            own.add(new Trials.Trial(result.report().loadSeconds(), Double.NaN));
        }
        print("load", 1, own, peer.subList(1, peer.size()));
    }

    void run(Kernel kernel, int ranks) throws Exception {
        if (!Files.exists(graph.converted())) {
            double _ = gapbs.convert(graph.edges(), graph.converted(), graph.weighted());
        }
        int[] sources = graph.sources(trials + 1, SEED);
        var peer = new ArrayList<Double>();
        var measured = new Trials(
                kernel.program,
                Arrays.stream(sources)
                        .mapToObj(source -> kernel.arguments(graph.ids().id(source)))
                        .toList(),
                trial -> peer.add(peer(kernel, graph.ids().id(sources[trial]))));
        JobResult result = weft.run(job(kernel.label(), () -> measured, ranks)).result();
        kernel.verify(graph.serial(), graph.ids(), sources[trials], result).ifPresent(wrong -> {
            throw new IllegalStateException(kernel.label() + ": " + wrong);
        });
        print(kernel.label(), ranks, measured.trials(), peer.subList(1, peer.size()));
    }

    private JobSpec job(String name, Supplier<? extends Program> program, int ranks) {
        return JobSpec.of(name, program)
                .ranks(ranks)
                .threads(threads / ranks)
                .arg("graph", graph.edges().toString())
                .arg("directed", false)
                .arg("weighted", graph.weighted());
    }

    private double peer(Kernel kernel, long source) throws Exception {
        return gapbs.trials(kernel.peer, graph.converted(), 2, kernel.peerOptions(source))
                .getLast();
    }

    private void print(String name, int ranks, List<Trials.Trial> all, List<Double> peer) {
        List<Trials.Trial> warm = all.subList(1, all.size());
        var own = Spread.of(warm.stream().map(Trials.Trial::seconds).toList());
        var other = Spread.of(peer);
        out.printf(
                Locale.ROOT,
                "%-8s %d x %d  Weft %s, first %.3f, cores busy %s   GAPBS %s   ratio %.2f%n",
                name,
                ranks,
                threads / ranks,
                own,
                all.getFirst().seconds(),
                coresBusy(warm),
                other,
                own.median() / other.median());
    }

    private static String coresBusy(List<Trials.Trial> trials) {
        var cores = Spread.of(trials.stream().map(Trials.Trial::coresBusy).toList());
        return Double.isNaN(cores.median()) ? "not measured" : String.format(Locale.ROOT, "%.2f", cores.median());
    }
}
