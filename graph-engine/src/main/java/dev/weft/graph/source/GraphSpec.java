package dev.weft.graph.source;

import dev.weft.runtime.UsageException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds the source that a graph's specification means: {@code kronecker:…}, {@code jdk:} or a file. */
public final class GraphSpec {
    private static final Pattern PREFIXED = Pattern.compile("([A-Za-z]{2,}):(?!//).*", Pattern.DOTALL);
    private static final List<String> PREFIXES = List.of(KroneckerSpec.PREFIX, JdkClasses.PREFIX);

    private GraphSpec() {}

    /**
     * Reads the specification.
     *
     * @param vertices the file that lists all vertices, if there is one
     * @param directed as the user said, if anything was said; files are directed by default
     * @throws UsageException if it means nothing, naming the nearest that does
     */
    public static GraphSource parse(String graph, Optional<String> vertices, Optional<Boolean> directed) {
        if (graph.startsWith(KroneckerSpec.PREFIX)) {
            refuseVertices(graph, vertices);
            if (directed.orElse(false)) {
                throw new UsageException(graph + " is always undirected: leave --directed out");
            }
            return new Kronecker(KroneckerSpec.parse(graph));
        }
        if (graph.startsWith(JdkClasses.PREFIX)) {
            refuseVertices(graph, vertices);
            return jdk(graph, directed);
        }
        var prefixed = PREFIXED.matcher(graph);
        if (prefixed.matches()) {
            throw new UsageException("unknown kind of graph \"" + prefixed.group(1) + ":\": did you mean "
                    + Nearest.of(prefixed.group(1) + ":", PREFIXES) + "? A file whose name has a colon is ./" + graph);
        }
        return new TextEdges(graph, vertices, directed.orElse(true));
    }

    private static GraphSource jdk(String graph, Optional<Boolean> directed) {
        if (!graph.equals(JdkClasses.PREFIX)) {
            throw new UsageException(graph + " has something after " + JdkClasses.PREFIX + ": leave it out");
        }
        if (!directed.orElse(true)) {
            throw new UsageException(graph + " is always directed: leave --undirected out");
        }
        return new JdkClasses();
    }

    private static void refuseVertices(String graph, Optional<String> vertices) {
        if (vertices.isPresent()) {
            throw new UsageException("--vertices " + vertices.get() + " belongs to an edge list in a file, and " + graph
                    + " is none: leave it out");
        }
    }
}
