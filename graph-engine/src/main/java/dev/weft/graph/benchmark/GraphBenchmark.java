package dev.weft.graph.benchmark;

import dev.weft.runtime.JobResult;
import dev.weft.runtime.Weft;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Runs kernels on one graph. No figure leaves before the last trial's result has passed its serial verifier. */
public final class GraphBenchmark {
    private final Weft weft;
    private final TrialGraph graph;
    private final int ranks;
    private final int threads;
    private final int trials;
    private final int[] sources;

    /**
     * Nothing runs yet.
     *
     * @param threads of each rank
     * @param trials that count, after a first that does not
     * @param seed of the sources, which are the same for all kernels
     */
    public GraphBenchmark(Weft weft, TrialGraph graph, int ranks, int threads, int trials, long seed) {
        this.weft = weft;
        this.graph = graph;
        this.ranks = ranks;
        this.threads = threads;
        this.trials = trials;
        this.sources = graph.sources(trials + 1, seed);
    }

    /** The input id of a trial's source. */
    public long source(int trial) {
        return graph.ids().id(sources[trial]);
    }

    /**
     * Measures a kernel.
     *
     * @param between runs before each trial
     * @throws IllegalStateException if the result is wrong, saying what
     */
    public Figures run(GraphKernel kernel, Trials.Between between) throws Exception {
        List<Map<String, Object>> arguments = Arrays.stream(sources)
                .mapToObj(source -> {
                    var each = new HashMap<>(kernel.arguments());
                    each.put("source", graph.ids().id(source));
                    return (Map<String, Object>) each;
                })
                .toList();
        var measured = new Trials(kernel.program(), arguments, between);
        JobResult result = weft.run(
                        graph.job(kernel.name(), () -> measured).ranks(ranks).threads(threads))
                .result();
        kernel.check().verify(graph, sources[trials], result).ifPresent(wrong -> {
            throw new IllegalStateException(kernel.name() + ": " + wrong);
        });
        return new Figures(
                kernel.name(), graph.spec(), ranks, threads, result.report().loadSeconds(), measured.trials());
    }

    /**
     * What was measured.
     *
     * @param trials the first, cold one among them
     */
    public record Figures(
            String kernel, String graph, int ranks, int threads, double loadSeconds, List<Trials.Trial> trials) {
        public double first() {
            return trials.getFirst().seconds();
        }

        /** After the first. */
        public Spread warm() {
            return Spread.of(warmTrials().map(Trials.Trial::seconds).toList());
        }

        /** To put results in order, after the first. */
        public Spread results() {
            return Spread.of(warmTrials().map(Trials.Trial::resultSeconds).toList());
        }

        public double coresBusy() {
            return Spread.of(warmTrials().map(Trials.Trial::coresBusy).toList()).median();
        }

        private java.util.stream.Stream<Trials.Trial> warmTrials() {
            return trials.stream().skip(1);
        }

        String line() {
            return String.format(
                    Locale.ROOT,
                    "%-12s %s  first %.3f  results %.3f  load %.2f  load+run %.2f  cores busy %.2f",
                    kernel,
                    warm(),
                    first(),
                    results().median(),
                    loadSeconds,
                    loadSeconds + first() + trials.getFirst().resultSeconds(),
                    coresBusy());
        }

        Map<String, Object> fields() {
            var fields = new LinkedHashMap<String, Object>();
            fields.put("kernel", kernel);
            fields.put("graph", graph);
            fields.put("ranks", ranks);
            fields.put("threads", threads);
            fields.put("verified", true);
            fields.put("load_seconds", loadSeconds);
            fields.put("first_seconds", first());
            fields.put("median_seconds", warm().median());
            fields.put("least_seconds", warm().least());
            fields.put("most_seconds", warm().most());
            fields.put("result_seconds", results().median());
            fields.put("cores_busy", coresBusy());
            fields.put(
                    "trial_seconds", trials.stream().map(Trials.Trial::seconds).toList());
            return fields;
        }
    }
}
