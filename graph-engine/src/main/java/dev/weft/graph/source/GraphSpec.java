package dev.weft.graph.source;

import dev.weft.runtime.UsageException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the source that a graph's specification means: a generator such as {@code kronecker:…}, {@code jdk:}, or files. */
public final class GraphSpec {
    private static final Pattern PREFIXED = Pattern.compile("([A-Za-z]{2,}):(?!//).*", Pattern.DOTALL);
    private static final List<String> PREFIXES = Stream.concat(
                    Generators.prefixes().stream(), Stream.of(JdkClasses.PREFIX))
            .toList();

    private GraphSpec() {}

    /**
     * Reads the specification.
     *
     * @throws UsageException if it means nothing, naming the nearest that does, or does not go with the options
     */
    public static GraphSource parse(String graph, GraphOptions options) {
        Optional<GraphSource> generated = Generators.named(graph);
        if (generated.isPresent()) {
            return generated(graph, generated.get(), options);
        }
        if (graph.startsWith(JdkClasses.PREFIX)) {
            return jdk(graph, options);
        }
        var prefixed = PREFIXED.matcher(graph);
        if (prefixed.matches()) {
            throw new UsageException("unknown kind of graph \"" + prefixed.group(1) + ":\": did you mean "
                    + Nearest.of(prefixed.group(1) + ":", PREFIXES) + "? A file whose name has a colon is ./" + graph);
        }
        return file(graph, options);
    }

    private static GraphSource generated(String graph, GraphSource source, GraphOptions options) {
        refuseVertices(graph, options);
        refuseColumns(graph, options);
        if (options.directed().orElse(false)) {
            throw new UsageException(graph + " is always undirected: leave --directed out");
        }
        if (options.wantsWeights() && source.expected().weightBytes() == 0) {
            throw new UsageException(graph + " has no weights: write " + graph + ",weights=1..255");
        }
        return source;
    }

    /** The ending of a file's name tells its format. */
    private static GraphSource file(String graph, GraphOptions options) {
        if (Compression.uncompressedName(graph).endsWith(MatrixMarket.ENDING)) {
            refuseVertices(graph, options);
            refuseSkipping(graph, options);
            refuseColumns(graph, options);
            return new MatrixMarket(graph, options.directed(), options.wantsWeights());
        }
        if (graph.endsWith(GapGraph.ENDING) || graph.endsWith(GapGraph.WEIGHTED_ENDING)) {
            refuseVertices(graph, options);
            refuseSkipping(graph, options);
            refuseColumns(graph, options);
            return new GapGraph(
                    graph, options.directed(), options.wantsWeights(graph.endsWith(GapGraph.WEIGHTED_ENDING)));
        }
        if (InputFiles.anyEndsWith(graph, ParquetEdges.ENDING)) {
            refuseVertices(graph, options);
            refuseSkipping(graph, options);
            boolean directed = options.directed().orElse(true);
            return new ParquetEdges(graph, directed, options.columns(), options.wantsWeights());
        }
        LineForm form = options.columns().orElse(Columns.USUAL).lines(options.wantsWeights());
        return new TextEdges(graph, options.vertices(), options.directed().orElse(true), form, options.badLines());
    }

    private static GraphSource jdk(String graph, GraphOptions options) {
        refuseVertices(graph, options);
        refuseColumns(graph, options);
        if (!graph.equals(JdkClasses.PREFIX)) {
            throw new UsageException(graph + " has something after " + JdkClasses.PREFIX + ": leave it out");
        }
        if (!options.directed().orElse(true)) {
            throw new UsageException(graph + " is always directed: leave --undirected out");
        }
        if (options.wantsWeights()) {
            throw new UsageException(graph + " has no weights: leave --weighted out");
        }
        return new JdkClasses();
    }

    private static void refuseVertices(String graph, GraphOptions options) {
        options.vertices().ifPresent(file -> {
            throw new UsageException(
                    "--vertices " + file + " belongs to an edge list in text, and " + graph + " is none: leave it out");
        });
    }

    private static void refuseSkipping(String graph, GraphOptions options) {
        if (options.badLines() == BadLines.SKIP) {
            throw new UsageException(
                    "--bad-lines skip belongs to an edge list in text, and " + graph + " is none: leave it out");
        }
    }

    private static void refuseColumns(String graph, GraphOptions options) {
        options.columns().ifPresent(_ -> {
            throw new UsageException("--columns belongs to an edge list in a file, with columns, and " + graph
                    + " is none: leave it out");
        });
    }
}
