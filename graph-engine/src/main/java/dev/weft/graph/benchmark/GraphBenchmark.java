package dev.weft.graph.benchmark;

import dev.weft.runtime.JobResult;
import dev.weft.runtime.Weft;
import dev.weft.runtime.benchmark.Spread;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Runs kernels on one graph. No figure leaves before the last trial's result has passed its serial verifier. */
public final class GraphBenchmark {
    private final Weft weft;
    private final TrialGraph graph;
    private final int ranks;
    private final int threads;
    private final int trials;
    private final long seed;

    /**
     * Nothing runs yet.
     *
     * @param threads of each rank
     * @param trials that count, after a first that does not
     * @param seed of the vertices that trials start from, which are the same for all kernels that start from as many
     */
    public GraphBenchmark(Weft weft, TrialGraph graph, int ranks, int threads, int trials, long seed) {
        this.weft = weft;
        this.graph = graph;
        this.ranks = ranks;
        this.threads = threads;
        this.trials = trials;
        this.seed = seed;
    }

    /** The positions of the vertices that each trial of a kernel starts from. */
    public List<int[]> starts(GraphKernel kernel) {
        int each = kernel.starts();
        int[] all = graph.sources(each * (trials + 1), seed);
        return IntStream.rangeClosed(0, trials)
                .mapToObj(trial -> Arrays.copyOfRange(all, trial * each, (trial + 1) * each))
                .toList();
    }

    /**
     * Measures a kernel.
     *
     * @param starts as {@link #starts}, or others, for each trial
     * @param between runs before each trial
     * @throws IllegalStateException if the result is wrong, saying what
     */
    public Figures run(GraphKernel kernel, List<int[]> starts, Trials.Between between) throws Exception {
        List<Map<String, Object>> arguments =
                starts.stream().map(each -> arguments(kernel, each)).toList();
        var measured = new Trials(kernel.program(), arguments, between);
        JobResult result = weft.run(
                        graph.job(kernel.name(), () -> measured).ranks(ranks).threads(threads))
                .result();
        int[] verified = IntStream.of(starts.getLast()).distinct().toArray(); // as programs take them
        kernel.check().verify(graph, verified, result).ifPresent(wrong -> {
            throw new IllegalStateException(kernel.name() + ": " + wrong);
        });
        return new Figures(
                kernel.name(), graph.spec(), ranks, threads, result.report().loadSeconds(), measured.trials());
    }

    private Map<String, Object> arguments(GraphKernel kernel, int[] starts) {
        var arguments = new HashMap<>(kernel.arguments());
        arguments.put(
                "source",
                Arrays.stream(starts)
                        .mapToObj(start -> Long.toString(graph.ids().id(start)))
                        .collect(Collectors.joining(",")));
        return arguments;
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
