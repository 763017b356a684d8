package dev.weft.graph.algorithms;

import dev.weft.runtime.Program;
import dev.weft.runtime.ProgramProvider;
import java.util.List;
import java.util.function.Supplier;

/** The programs of this package under the names that {@code weft run} knows them by. */
public abstract sealed class BuiltIn implements ProgramProvider {
    private final String name;
    private final String summary;
    private final List<ProgramOption> options;
    private final Supplier<Program> program;

    private BuiltIn(String name, String summary, List<ProgramOption> options, Supplier<Program> program) {
        this.name = name;
        this.summary = summary;
        this.options = options;
        this.program = program;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String summary() {
        return summary;
    }

    @Override
    public List<ProgramOption> options() {
        return options;
    }

    @Override
    public Supplier<Program> program() {
        return program;
    }

    /** Offers {@link PageRank}. */
    public static final class OfPageRank extends BuiltIn {
        public OfPageRank() {
            super(
                    "pagerank",
                    "PageRank with damping 0.85 (LDBC Graphalytics)",
                    List.of(new ProgramOption("iterations", "how many iterations to run (default 20)")),
                    PageRank::new);
        }
    }

    /** Offers {@link Bfs}. */
    public static final class OfBfs extends BuiltIn {
        public OfBfs() {
            super(
                    "bfs",
                    "breadth-first search: level and parent of every vertex (LDBC Graphalytics)",
                    List.of(new ProgramOption("source", "id of the vertex to start from (required)")),
                    Bfs::new);
        }
    }

    /** Offers {@link Wcc}. */
    public static final class OfWcc extends BuiltIn {
        public OfWcc() {
            super(
                    "wcc",
                    "weakly connected components, named by their smallest id (LDBC Graphalytics)",
                    List.of(),
                    Wcc::new);
        }
    }

    /** Offers {@link Sssp}. */
    public static final class OfSssp extends BuiltIn {
        public OfSssp() {
            super(
                    "sssp",
                    "shortest paths from one vertex along weighted edges (LDBC Graphalytics)",
                    List.of(
                            new ProgramOption("source", "id of the vertex to start from (required)"),
                            new ProgramOption("delta", "width of a bucket (default: fits the weights)")),
                    Sssp::new);
        }
    }
}
