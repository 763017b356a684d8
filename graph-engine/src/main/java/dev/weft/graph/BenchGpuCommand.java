package dev.weft.graph;

import dev.weft.graph.benchmark.Numbers;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.Subcommand;
import dev.weft.runtime.Weft;
import dev.weft.runtime.benchmark.Spread;
import dev.weft.runtime.gpu.GpuDiscovery;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** {@code weft bench gpu}: which GPUs there are, and what one does for a step of PageRank. */
public final class BenchGpuCommand implements Subcommand {
    /** Sums of some 10^5 terms, which rounding alone sets apart. */
    static final double MOST_DIFFERENCE = 1e-9;

    private static final String DEFAULT_GRAPH = "kronecker:scale=20,degree=16,seed=1";
    private static final double GIBIBYTE = 1L << 30;
    private static final double GIGABYTE = 1e9;

    @Override
    public String name() {
        return "bench gpu";
    }

    @Override
    public String summary() {
        return "list this host's GPUs, and measure sums over in-neighbours on one of them, checked by the CPU";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of();
    }

    @Override
    public List<Option> options() {
        return List.of(
                new Option("--graph", "GRAPH", "(default " + DEFAULT_GRAPH + ")", false),
                new Option("--trials", "N", "that count, after a first one that doesn't (default 9)", false));
    }

    @Override
    public int run(Map<String, String> values, PrintStream out, PrintStream err) {
        int trials = new Numbers(values).atLeastOne("trials", 9);
        String graph = values.getOrDefault("graph", DEFAULT_GRAPH);
        GpuDiscovery.ofThisHost().lines().forEach(out::println);
        var measured = new AtomicReference<DeviceTrial.Figures>();
        try (Weft weft = Weft.local()) {
            weft.run(JobSpec.of("bench gpu", () -> new DeviceTrial(trials, measured::set))
                            .arg("graph", graph)
                            .gpus(1))
                    .result();
        }
        DeviceTrial.Figures figures = measured.get();
        print(graph, trials, figures, out);
        if (!(figures.difference() <= MOST_DIFFERENCE)) {
            err.println("the GPU's sums differ from the CPU's by more than " + MOST_DIFFERENCE + " of them");
            return 1;
        }
        return 0;
    }

    private static void print(String graph, int trials, DeviceTrial.Figures figures, PrintStream out) {
        line(out, "%s: %,d vertices, %,d in-neighbours", graph, figures.vertices(), figures.entries());
        line(out, "once: the graph to the GPU, %.2f GiB in %.3f s", figures.bytesThere() / GIBIBYTE, figures.toGpu());
        line(out, "each step, milliseconds, median (least to most) of %d", trials);
        times(out, "messages to the GPU", figures.messages());
        times(out, "sums on the GPU, by its clock", figures.kernels());
        times(out, "sums back", figures.sums());
        times(out, "all of it", figures.whole());
        times(out, "the same by " + figures.threads() + " threads of the CPU", figures.onCpu());
        line(
                out,
                "memory: %.0f GB/s if each message comes from there%s; a copy on the GPU moves %.0f GB/s",
                figures.bytesPerSecond() / GIGABYTE,
                figures.peak() > 0
                        ? String.format(
                                Locale.ROOT,
                                ", %.0f %% of the %.0f that it can do",
                                100 * figures.bytesPerSecond() / figures.peak(),
                                figures.peak() / GIGABYTE)
                        : "",
                figures.copied() / GIGABYTE);
        line(out, "largest difference between a sum of the GPU and the CPU: %.1e of it", figures.difference());
    }

    private static void times(PrintStream out, String what, Spread seconds) {
        line(
                out,
                "  %-36s %9.3f (%.3f to %.3f)",
                what,
                1e3 * seconds.median(),
                1e3 * seconds.least(),
                1e3 * seconds.most());
    }

    private static void line(PrintStream out, String format, Object... values) {
        out.printf(Locale.ROOT, format + "%n", values);
    }
}
