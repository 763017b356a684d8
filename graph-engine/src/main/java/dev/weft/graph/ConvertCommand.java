package dev.weft.graph;

import dev.weft.graph.layout.BinaryGraph;
import dev.weft.graph.layout.Topology;
import dev.weft.graph.layout.Workers;
import dev.weft.graph.source.LoadProgress;
import dev.weft.graph.source.PhaseLines;
import dev.weft.runtime.Job;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.Rank;
import dev.weft.runtime.Subcommand;
import dev.weft.runtime.UsageException;
import dev.weft.runtime.Weft;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/** {@code weft convert GRAPH --output FOLDER}: reads any graph with all cores and writes it as a binary graph. */
public final class ConvertCommand implements Subcommand {
    private static final String GRAPH = "GRAPH";
    private static final String OUTPUT = "output";
    private static final double NANOS = 1e9;
    private static final double KIBIBYTE = 1 << 10;
    private static final double MEBIBYTE = 1 << 20;

    @Override
    public String name() {
        return "convert";
    }

    @Override
    public String summary() {
        return "write a graph as a binary graph, which loads in a moment";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(new Parameter(GRAPH, "what weft run takes as --graph: a file or a generator"));
    }

    @Override
    public List<Option> options() {
        var output = new Option("--" + OUTPUT, "FOLDER", "where to write it; a folder that isn't there yet", true);
        return Stream.concat(Stream.of(output), GraphArguments.options().stream())
                .toList();
    }

    @Override
    public int run(Map<String, String> values, PrintStream out, PrintStream err) throws Exception {
        Map<String, Object> args = GraphArguments.of(values.getOrDefault(GRAPH, ""), values);
        var progress = new PhaseLines(err);
        long start = System.nanoTime();
        try (NewFolder folder = NewFolder.at(Path.of(values.getOrDefault(OUTPUT, "")));
                Weft weft = Weft.local()) {
            JobSpec spec = JobSpec.of("convert", () -> rank -> convert(rank, folder, progress))
                    .args(args);
            await(weft.run(spec));
            long bytes = folder.bytes();
            folder.commit();
            tell(err, folder.path(), folder.described(), bytes, System.nanoTime() - start);
        }
        return 0;
    }

    private static void convert(Rank rank, NewFolder folder, LoadProgress progress) {
        Topology topology = GraphLoader.topology(rank, progress);
        try {
            new BinaryGraph(folder.unfinished(), Workers.alone(), rank.team(), progress).write(topology, true);
        } catch (IOException e) {
            throw new UsageException(
                    "can't write " + folder.path() + ": " + reason(e)
                            + "; name a folder where there is room and you may write",
                    e);
        }
        folder.describe(String.format(
                Locale.ROOT,
                "%,d vertices, %,d %s edges%s",
                topology.vertexCount(),
                topology.edgeCount(),
                topology.directed() ? "directed" : "undirected",
                topology.weighted() ? " with weights" : ""));
    }

    private static String reason(IOException e) {
        String reason = e instanceof FileSystemException inFile ? inFile.getReason() : e.getMessage();
        return reason == null ? e.toString() : reason;
    }

    /** Who interrupts this thread wants the job's end. */
    private static void await(Job job) throws Exception {
        try {
            job.completion().toCompletableFuture().get();
        } catch (InterruptedException e) {
            job.cancel();
            throw e;
        } catch (ExecutionException _) {
            var _ = job.result();
        }
    }

    private static void tell(PrintStream err, Path folder, String graph, long bytes, long nanos) {
        boolean small = bytes < MEBIBYTE;
        err.printf(
                Locale.ROOT,
                "%s: %s, %,.1f %s in %.1f s%n",
                folder,
                graph,
                small ? bytes / KIBIBYTE : bytes / MEBIBYTE,
                small ? "KiB" : "MiB",
                nanos / NANOS);
    }
}
