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

    private static final Pattern START = Pattern.compile("Source: +([0-9]+)");
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
        return times(run("converter", arguments.toArray(String[]::new))).stream()
                .mapToDouble(seconds -> seconds)
                .sum();
    }

    /** The seconds of a kernel's second trial, from a vertex where it can be told one. */
    double kernel(GraphKernel kernel, Path graph, long start) throws IOException, InterruptedException {
        return times(trials(kernel, graph, start)).getLast();
    }

    /** The vertices that a kernel's second trial starts from, drawn by itself; the same ones in each process. */
    List<Long> starts(GraphKernel kernel, Path graph) throws IOException, InterruptedException {
        List<Long> drawn = START.matcher(trials(kernel, graph, 0))
                .results()
                .map(match -> Long.valueOf(match.group(1)))
                .toList();
        return drawn.subList(drawn.size() - kernel.starts(), drawn.size());
    }

    /** What a process says that runs a kernel twice. */
    private String trials(GraphKernel kernel, Path graph, long start) throws IOException, InterruptedException {
        Stream<String> options = switch (kernel.name()) {
            case "pagerank" -> Stream.of("-i", Integer.toString(GraphKernel.ITERATIONS), "-t", "0");
            case "bfs" -> Stream.of("-r", Long.toString(start));
            case "betweenness" -> Stream.of("-i", Integer.toString(kernel.starts()), "-l");
            case "sssp" -> Stream.of("-r", Long.toString(start), "-d", Integer.toString(DELTA));
            default -> Stream.of();
        };
        var words = Stream.concat(Stream.of("-f", graph.toString(), "-n", "2"), options);
        return run(program(kernel), words.toArray(String[]::new));
    }

    private static List<Double> times(String said) {
        return TIME.matcher(said)
                .results()
                .map(match -> Double.valueOf(match.group(2)))
                .toList();
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

    private String run(String program, String... arguments) throws IOException, InterruptedException {
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
        return said;
    }
}
