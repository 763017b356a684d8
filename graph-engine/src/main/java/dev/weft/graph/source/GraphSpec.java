package dev.weft.graph.source;

import dev.weft.runtime.UsageException;
import java.util.List;
import java.util.regex.Pattern;

/** Finds the source that a graph's specification means: {@code kronecker:…}, {@code jdk:} or a file. */
public final class GraphSpec {
    private static final Pattern PREFIXED = Pattern.compile("([A-Za-z]{2,}):(?!//).*", Pattern.DOTALL);
    private static final List<String> PREFIXES = List.of(KroneckerSpec.PREFIX, JdkClasses.PREFIX);

    private GraphSpec() {}

    /**
     * Reads the specification.
     *
     * @throws UsageException if it means nothing, naming the nearest that does, or does not go with the options
     */
    public static GraphSource parse(String graph, GraphOptions options) {
        if (graph.startsWith(KroneckerSpec.PREFIX)) {
            refuseForGenerated(graph, options);
            return kronecker(graph, options);
        }
        if (graph.startsWith(JdkClasses.PREFIX)) {
            refuseForGenerated(graph, options);
            return jdk(graph, options);
        }
        var prefixed = PREFIXED.matcher(graph);
        if (prefixed.matches()) {
            throw new UsageException("unknown kind of graph \"" + prefixed.group(1) + ":\": did you mean "
                    + Nearest.of(prefixed.group(1) + ":", PREFIXES) + "? A file whose name has a colon is ./" + graph);
        }
        LineForm form = options.columns().orElse(Columns.USUAL).lines(options.wantsWeights());
        return new TextEdges(graph, options.vertices(), options.directed().orElse(true), form, options.badLines());
    }

    private static GraphSource kronecker(String graph, GraphOptions options) {
        if (options.directed().orElse(false)) {
            throw new UsageException(graph + " is always undirected: leave --directed out");
        }
        KroneckerSpec spec = KroneckerSpec.parse(graph);
        if (options.wantsWeights() && spec.weights().isEmpty()) {
            throw new UsageException(graph + " has no weights: write " + graph + ",weights=1..255");
        }
        return new Kronecker(spec);
    }

    private static GraphSource jdk(String graph, GraphOptions options) {
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

    private static void refuseForGenerated(String graph, GraphOptions options) {
        options.vertices().ifPresent(file -> {
            throw new UsageException("--vertices " + file + " belongs to an edge list in a file, and " + graph
                    + " is none: leave it out");
        });
        options.columns().ifPresent(_ -> {
            throw new UsageException(
                    "--columns belongs to an edge list in a file, and " + graph + " is none: leave it out");
        });
    }
}
