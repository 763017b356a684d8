package dev.weft.benchmarks;

import dev.weft.graph.benchmark.GraphKernel;
import dev.weft.runtime.UsageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The programs of the GAP Benchmark Suite, built by its own makefile, in a folder that the user names. */
final class Gapbs {
    /** Its best on Kronecker graphs with weights from 1 to 255. */
    private static final int DELTA = 2;

    private static final Pattern TIME = Pattern.compile("(Trial|Read|Build) Time: +([0-9.]+)");

    private final Path folder;
    private final int threads;

    Gapbs(Path folder, int threads) {
        if (!Files.isExecutable(folder.resolve("pr_spmv"))) {
            throw new UsageException(
                    "FOLDER " + folder + " has no pr_spmv: clone github.com/sbeamer/gapbs and run make there");
        }
        this.folder = folder;
        this.threads = threads;
    }

    /** Makes a {@code .sg}, with weights a {@code .wsg}, of an edge list; gives the seconds for reading and building. */
    double convert(Path edges, Path graph, boolean weighted) throws IOException, InterruptedException {
        var arguments = new ArrayList<>(List.of("-f", edges.toString(), "-s", "-b", graph.toString()));
        if (weighted) {
            arguments.add("-w");
        }
        return run("converter", arguments.toArray(String[]::new)).stream()
                .mapToDouble(seconds -> seconds)
                .sum();
    }

    /** Runs a kernel's trials in one process, and gives the seconds of each. */
    private List<Double> trials(String kernel, Path graph, int count, String... options)
            throws IOException, InterruptedException {
        var words = Stream.concat(Stream.of("-f", graph.toString(), "-n", Integer.toString(count)), Stream.of(options));
        List<Double> seconds = run(kernel, words.toArray(String[]::new));
        return seconds.subList(seconds.size() - count, seconds.size());
    }

    /** The seconds of a kernel's second trial, from a source where it has one. */
    double kernel(GraphKernel kernel, Path graph, long source) throws IOException, InterruptedException {
        String[] options = switch (kernel.name()) {
            case "pagerank" -> new String[] {"-i", Integer.toString(GraphKernel.ITERATIONS), "-t", "0"};
            case "bfs", "betweenness" -> new String[] {"-r", Long.toString(source)};
            case "sssp" -> new String[] {"-r", Long.toString(source), "-d", Integer.toString(DELTA)};
            default -> new String[0];
        };
        return trials(program(kernel), graph, 2, options).getLast();
    }

    private static String program(GraphKernel kernel) {
        return switch (kernel.name()) {
            case "pagerank" -> "pr_spmv";
            case "wcc" -> "cc";
            case "betweenness" -> "bc";
            case "triangles" -> "tc";
            case "bfs", "sssp" -> kernel.name();
            default -> throw new UsageException("GAPBS has no kernel like " + kernel.name());
        };
    }

    private List<Double> run(String program, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(folder.resolve(program).toString());
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("OMP_NUM_THREADS", Integer.toString(threads));
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " failed: " + said);
        }
        return TIME.matcher(said)
                .results()
                .map(match -> Double.valueOf(match.group(2)))
                .toList();
    }
}
