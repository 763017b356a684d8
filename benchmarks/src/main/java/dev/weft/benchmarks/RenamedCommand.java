package dev.weft.benchmarks;

import dev.weft.graph.benchmark.GraphBenchmark;
import dev.weft.graph.benchmark.GraphKernel;
import dev.weft.graph.benchmark.Numbers;
import dev.weft.graph.benchmark.TrialGraph;
import dev.weft.graph.benchmark.Trials;
import dev.weft.graph.source.GraphOptions;
import dev.weft.runtime.Program;
import dev.weft.runtime.Subcommand;
import dev.weft.runtime.UsageException;
import dev.weft.runtime.Weft;
import dev.weft.runtime.benchmark.Spread;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** {@code weft renamed}: the built-in programs and copies of them that have nothing but the public API, in turn over the same graph. */
public final class RenamedCommand implements Subcommand {
    private static final String PACKAGE = "org.example.renamed.";
    private static final String DEFAULT_GRAPH = "kronecker:scale=20,degree=16,seed=1,weights=1..255";
    private static final int DEFAULT_TRIALS = 7;
    private static final long SEED = 1;

    @Override
    public String name() {
        return "renamed";
    }

    @Override
    public String summary() {
        return "measure built-in programs beside copies of them in a jar outside of Weft";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of();
    }

    @Override
    public List<Option> options() {
        return List.of(
                new Option("--graph", "GRAPH", "(default " + DEFAULT_GRAPH + ")", false),
                new Option("--kernels", "LIST", "some of " + names() + " (default: all)", false),
                new Option("--trials", "N", "of each, after one that doesn't count (default 7)", false));
    }

    @Override
    public int run(Map<String, String> values, PrintStream out, PrintStream err) throws Exception {
        int trials = new Numbers(values).atLeastOne("trials", DEFAULT_TRIALS);
        TrialGraph graph = TrialGraph.read(values.getOrDefault("graph", DEFAULT_GRAPH), GraphOptions.NONE);
        int threads = Runtime.getRuntime().availableProcessors();
        for (String name : values.getOrDefault("kernels", names()).split(",", -1)) {
            GraphKernel kernel = GraphKernel.named(name);
            if (!kernel.fits(graph)) {
                err.println(name + " is left out: it needs weights, and the graph has none");
                continue;
            }
            try (var weft = Weft.local()) {
                var benchmark = new GraphBenchmark(
                        weft, graph, 1, threads, Math.addExact(Math.multiplyExact(2, trials), 1), SEED);
                print(kernel.name(), benchmark.run(inTurn(kernel), inPairs(benchmark.starts(kernel)), _ -> {}), out);
            }
        }
        return 0;
    }

    /** Louvain's ranks share objects of its own classes by a name that is the job's: one job can't run both. */
    private static String names() {
        return GraphKernel.ALL.stream()
                .map(GraphKernel::name)
                .filter(name -> !name.equals("louvain"))
                .collect(Collectors.joining(","));
    }

    /** Even trials run the built-in program, odd ones its copy. */
    private static GraphKernel inTurn(GraphKernel kernel) {
        Class<?> copy = copyOf(kernel.program().get().getClass());
        var programs = new Supplier<Program>() {
            private int made;

            @Override
            public Program get() {
                return made++ % 2 == 0 ? kernel.program().get() : newProgram(copy);
            }
        };
        return new GraphKernel(
                kernel.name(), kernel.weighted(), kernel.starts(), programs, kernel.arguments(), kernel.check());
    }

    private static Class<?> copyOf(Class<?> builtIn) {
        try {
            return Class.forName(PACKAGE + builtIn.getSimpleName());
        } catch (ClassNotFoundException e) {
            throw new UsageException(
                    "there is no copy of " + builtIn.getName() + ": start this by benchmarks/renamed, which makes them",
                    e);
        }
    }

    private static Program newProgram(Class<?> type) {
        try {
            return (Program) type.getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Both of a pair start from the same vertices. */
    private static List<int[]> inPairs(List<int[]> starts) {
        return IntStream.range(0, starts.size())
                .mapToObj(trial -> starts.get(trial / 2))
                .toList();
    }

    private static void print(String name, GraphBenchmark.Figures figures, PrintStream out) {
        double[] seconds =
                figures.trials().stream().mapToDouble(Trials.Trial::seconds).toArray();
        Spread builtIn = everySecond(seconds, 2);
        Spread copy = everySecond(seconds, 3);
        double ratio = copy.median() / builtIn.median();
        out.printf(Locale.ROOT, "%-12s built-in %s   copy %s   ratio %.2f%n", name, builtIn, copy, ratio);
    }

    private static Spread everySecond(double[] seconds, int from) {
        return Spread.of(IntStream.iterate(from, i -> i < seconds.length, i -> i + 2)
                .mapToObj(i -> seconds[i])
                .toList());
    }
}
