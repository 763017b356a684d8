package dev.weft.graph;

import dev.weft.collectives.Fence;
import dev.weft.graph.layout.BinaryGraph;
import dev.weft.graph.source.BadLines;
import dev.weft.graph.source.Columns;
import dev.weft.graph.source.GraphOptions;
import dev.weft.graph.source.GraphSource;
import dev.weft.graph.source.GraphSpec;
import dev.weft.graph.store.GraphHeader;
import dev.weft.graph.store.StoredFile;
import dev.weft.runtime.ProgramProvider;
import dev.weft.runtime.Subcommand;
import dev.weft.runtime.UsageException;
import dev.weft.runtime.threads.RankTeam;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** {@code weft estimate GRAPH PROGRAM}: what a run will take, without reading more than the beginning of the graph. */
public final class EstimateCommand implements Subcommand {
    private static final String GRAPH = "GRAPH";
    private static final String PROGRAM = "PROGRAM";
    private static final double MEBIBYTE = 1 << 20;
    /** The parallel collector gives new objects a quarter of the heap that a JVM begins with. */
    private static final int HEAP_PER_EDEN = 4;

    /** No more than this is filled by what loading and a program let go (measured: peaks are the same with 16 times the heap to begin with). */
    private static final long MOST_GARBAGE_BYTES = 94L << 20;

    /** Of several files, whose lengths are not looked at. */
    private static final long BYTES_PER_LINE = 14;

    /** What is asked. */
    private record Run(String program, ProgramNeeds needs, boolean stated, int ranks, int workers, int threads) {
        int threadsOfWorker() {
            return Math.max(1, threads * ranks / workers);
        }
    }

    /** What is known of the graph. */
    private record Known(String name, GraphShape shape, TimeEstimate.Input input, boolean exact) {}

    @Override
    public String name() {
        return "estimate";
    }

    @Override
    public String summary() {
        return "tell the memory and about the time that a run will take";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                new Parameter(GRAPH, "what weft run takes as --graph"),
                new Parameter(PROGRAM, "one that weft run knows, e.g. pagerank"));
    }

    @Override
    public List<Option> options() {
        return Stream.concat(
                        Stream.of(
                                new Option(
                                        "--ranks", "N", "how many instances of the program (default: workers)", false),
                                new Option("--workers", "N", "how many processes (default 1)", false),
                                new Option("--threads", "N", "of each rank (default: cores / ranks)", false),
                                new Option("--iterations", "N", "how many steps the program takes", false)),
                        GraphArguments.options().stream())
                .toList();
    }

    @Override
    public int run(Map<String, String> values, PrintStream out, PrintStream err) throws IOException {
        Known graph = known(values.getOrDefault(GRAPH, ""), GraphArguments.of(values.getOrDefault(GRAPH, ""), values));
        Run run = asked(values);
        MemoryEstimate memory = MemoryEstimate.of(graph.shape, run.needs, run.workers, run.threadsOfWorker());
        long start = System.nanoTime();
        Calibration speed;
        try (RankTeam team = RankTeam.of("estimate", run.threadsOfWorker(), false, new Fence())) {
            speed = Calibration.of(graph.shape.vertices(), team);
        }
        double calibrated = (System.nanoTime() - start) / 1e9;
        TimeEstimate time =
                TimeEstimate.of(graph.shape, graph.input, run.needs, memory, speed, run.threadsOfWorker(), run.workers);
        print(graph, run, memory, time, out);
        explain(graph, run, speed, calibrated, out);
        return 0;
    }

    private static Run asked(Map<String, String> values) {
        String program = values.getOrDefault(PROGRAM, "");
        requireProgram(program);
        int workers = number(values, "workers", 1);
        int ranks = number(values, "ranks", workers);
        if (ranks < workers) {
            throw new UsageException(
                    "ranks=" + ranks + " < workers=" + workers + ": each worker has at least one rank");
        }
        int threads = number(values, "threads", Math.max(1, Runtime.getRuntime().availableProcessors() / ranks));
        int _ = number(values, "iterations", 1);
        Optional<ProgramNeeds> stated = ProgramNeeds.named(program, values);
        return new Run(program, stated.orElse(MemoryEstimate.UNSTATED), stated.isPresent(), ranks, workers, threads);
    }

    private static void requireProgram(String program) {
        List<String> names = ServiceLoader.load(ProgramProvider.class).stream()
                .map(provider -> provider.get().name())
                .sorted()
                .toList();
        if (!names.contains(program)) {
            throw new UsageException("there is no program \"" + program + "\": there are " + String.join(", ", names));
        }
    }

    private static int number(Map<String, String> values, String name, int otherwise) {
        String value = values.get(name);
        if (value == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(value);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException _) {
            // said below
        }
        throw new UsageException("--" + name + "=" + value + " is no whole number of at least 1");
    }

    private static Known known(String graph, Map<String, Object> args) throws IOException {
        Optional<Path> stored = BinaryGraph.named(graph);
        if (stored.isPresent()) {
            GraphHeader header = readHeader(stored.get());
            long bytes = header.verticesFile().bytes()
                    + header.parts().stream().mapToLong(StoredFile::bytes).sum();
            return new Known(graph, GraphShape.of(header), new TimeEstimate.Input.Binary(bytes), true);
        }
        GraphSource source = GraphSpec.parse(graph, options(args));
        Path file = graph.contains(":") ? Path.of("") : Path.of(graph);
        boolean isFile = Files.isRegularFile(file);
        boolean generated = graph.contains(":") && !graph.startsWith("jdk");
        boolean directed = !generated && (boolean) args.getOrDefault("directed", true);
        boolean drawn = generated || graph.startsWith("jdk:");
        long bytes = isFile ? Files.size(file) : source.expected().edges() * BYTES_PER_LINE;
        TimeEstimate.Input input = drawn ? new TimeEstimate.Input.Drawn() : new TimeEstimate.Input.Text(bytes);
        return new Known(source.name(), GraphShape.of(source.expected(), directed, generated), input, false);
    }

    private static GraphHeader readHeader(Path folder) {
        try {
            return GraphHeader.read(folder);
        } catch (IOException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
    }

    private static GraphOptions options(Map<String, Object> args) {
        return new GraphOptions(
                text(args, "vertices"),
                Optional.ofNullable((Boolean) args.get("directed")),
                Optional.ofNullable((Boolean) args.get("weighted")),
                text(args, "columns").map(Columns::parse),
                text(args, "bad-lines").map(BadLines::named).orElse(BadLines.FAIL));
    }

    private static Optional<String> text(Map<String, Object> args, String name) {
        return Optional.ofNullable(args.get(name)).map(Object::toString);
    }

    private static long eden() {
        long init = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getInit();
        return Math.min(MOST_GARBAGE_BYTES, init / HEAP_PER_EDEN);
    }

    private static void print(Known graph, Run run, MemoryEstimate memory, TimeEstimate time, PrintStream out) {
        out.printf(
                Locale.ROOT,
                "%s: %,d vertices, %,d edges%s%n",
                graph.name,
                graph.shape.vertices(),
                graph.shape.edges(),
                graph.exact ? "" : " (expected)");
        out.printf(
                Locale.ROOT,
                "%s on %d worker(s), %d rank(s), %d thread(s) a rank%n%nmemory of each worker%n",
                run.program,
                run.workers,
                run.ranks,
                run.threads);
        memory(out, "adjacency", memory.adjacency(), "counted");
        memory(out, "tables of all vertices", memory.tables(), "counted");
        memory(out, "the program's arrays", memory.program(), run.stated ? "counted" : "assumed");
        memory(out, "results", memory.results(), run.stated ? "counted" : "assumed");
        memory(out, "= heap in use while running", memory.live(), "");
        memory(out, "heap in use while loading", memory.loadingHeap(), "counted");
        memory(out, "off the heap while loading", memory.bag(), "counted");
        memory(out, "the JVM itself", MemoryEstimate.JVM_BYTES, "assumed");
        memory(out, "heap not yet collected", MemoryEstimate.uncollected(memory.live(), eden()), "assumed");
        memory(out, "= peak of the process", memory.peak(eden()), "");
        out.printf("%ntime, about%n");
        time(out, "starting", time.startSeconds(), "assumed");
        time(
                out,
                "reading",
                time.readSeconds(),
                graph.input instanceof TimeEstimate.Input.Binary ? "measured" : "parsing assumed, the rest measured");
        time(out, "laying out", time.layOutSeconds(), "measured, sorting assumed");
        time(out, "running", time.runSeconds(), run.needs.counted() ? "measured" : "measured, visits assumed");
    }

    private static void memory(PrintStream out, String what, long bytes, String how) {
        out.printf(Locale.ROOT, "  %-30s %,12.1f MiB  %s%n", what, bytes / MEBIBYTE, how);
    }

    private static void time(PrintStream out, String what, double seconds, String how) {
        out.printf(Locale.ROOT, "  %-30s %,12.2f s    %s%n", what, seconds, how);
    }

    private static void explain(Known graph, Run run, Calibration speed, double seconds, PrintStream out) {
        out.printf(
                Locale.ROOT,
                "%nmeasured here in %.1f s with %d thread(s): %.1f ns to read a neighbour's value, %.1f ns to visit a"
                        + " vertex, %.1f ns to place an edge, %.1f GB/s to copy, %.1f GB/s of memory from the system%n",
                seconds,
                run.threadsOfWorker(),
                speed.gatherNanos(),
                speed.visitNanos(),
                speed.placeNanos(),
                speed.copyBytesPerSecond() / 1e9,
                speed.freshBytesPerSecond() / 1e9);
        out.printf(
                Locale.ROOT,
                "assumed: neighbours as on skewed graphs; %s looks %.1f times at each neighbour%s%s; nobody else uses the"
                        + " machine; the exchange between workers is not counted%n",
                run.program,
                run.needs.visits(),
                run.stated ? "" : " and has three arrays, since it doesn't say",
                graph.exact ? "" : "; sizes as expected before reading");
    }
}
