package dev.weft.graph.algorithms;

import dev.weft.runtime.Program;
import dev.weft.runtime.ProgramProvider;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The programs of this package under the names that {@code weft run} knows them by. */
public abstract sealed class BuiltIn implements ProgramProvider {
    private static final List<ProgramOption> CONVERGENCE = List.of(
            new ProgramOption("iterations", "how many iterations to run (default 20; with a tolerance at most 250)"),
            new ProgramOption(
                    "tolerance",
                    "end once an iteration changes all scores together by less, e.g. 1e-9 (default: not measured)"));

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

    private static List<ProgramOption> join(List<ProgramOption> some, List<ProgramOption> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    /** Offers {@link PageRank}. */
    public static final class OfPageRank extends BuiltIn {
        public OfPageRank() {
            super(
                    "pagerank",
                    "PageRank with damping 0.85 (LDBC Graphalytics)",
                    join(
                            CONVERGENCE,
                            List.of(
                                    new ProgramOption(
                                            "device",
                                            "auto: the ranks' GPUs add up if each has one, see --gpus (default), gpu, or cpu"))),
                    PageRank::new);
        }
    }

    /** Offers {@link PersonalisedPageRank}. */
    public static final class OfPersonalisedPageRank extends BuiltIn {
        public OfPersonalisedPageRank() {
            super(
                    "ppr",
                    "personalised PageRank from one vertex or from each of several, with damping 0.85",
                    join(
                            List.of(
                                    new ProgramOption("seeds", "ids of the vertices to start from, e.g. 1,7,9"),
                                    new ProgramOption("source", "id of the vertex to start from, if it is one")),
                            CONVERGENCE),
                    PersonalisedPageRank::new);
        }
    }

    /** Offers {@link BetweennessCentrality}. */
    public static final class OfBetweennessCentrality extends BuiltIn {
        public OfBetweennessCentrality() {
            super(
                    "betweenness",
                    "betweenness centrality from one or several sources (Brandes), not scaled",
                    List.of(
                            new ProgramOption("source", "id of the vertex to start from, or several, e.g. 1,7,9"),
                            new ProgramOption(
                                    "sources", "or how many vertices to draw; all, if there are no more: exact"),
                            new ProgramOption("seed", "of the draw (default 1)")),
                    BetweennessCentrality::new);
        }
    }

    /** Offers {@link MaximalIndependentSet}. */
    public static final class OfMaximalIndependentSet extends BuiltIn {
        public OfMaximalIndependentSet() {
            super(
                    "mis",
                    "a maximal independent set (Luby): no two selected vertices are neighbours",
                    List.of(new ProgramOption("seed", "of the random order of the vertices (default 1)")),
                    MaximalIndependentSet::new);
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

    /** Offers {@link MultiSourceBfs}. */
    public static final class OfMultiSourceBfs extends BuiltIn {
        public OfMultiSourceBfs() {
            super(
                    "msbfs",
                    "breadth-first searches from several vertices at once: the level of every vertex in each",
                    List.of(
                            new ProgramOption("source", "id of the vertex to start from, or several, e.g. 1,7,9"),
                            new ProgramOption("sources", "or how many vertices to draw"),
                            new ProgramOption("seed", "of the draw (default 1)")),
                    MultiSourceBfs::new);
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

    /** Offers {@link StrongComponents}. */
    public static final class OfStrongComponents extends BuiltIn {
        public OfStrongComponents() {
            super("scc", "strongly connected components, named by their smallest id", List.of(), StrongComponents::new);
        }
    }

    /** Offers {@link Louvain}. */
    public static final class OfLouvain extends BuiltIn {
        public OfLouvain() {
            super(
                    "louvain",
                    "communities of high modularity (Louvain), named by their smallest id; edges may have weights",
                    List.of(),
                    Louvain::new);
        }
    }

    /** Offers {@link Cdlp}. */
    public static final class OfCdlp extends BuiltIn {
        public OfCdlp() {
            super(
                    "cdlp",
                    "community detection by label propagation (LDBC Graphalytics)",
                    List.of(new ProgramOption("iterations", "how many rounds to run (default 10)")),
                    Cdlp::new);
        }
    }

    /** Offers {@link Lcc}. */
    public static final class OfLcc extends BuiltIn {
        public OfLcc() {
            super("lcc", "local clustering coefficient of every vertex (LDBC Graphalytics)", List.of(), Lcc::new);
        }
    }

    /** Offers {@link Triangles}. */
    public static final class OfTriangles extends BuiltIn {
        public OfTriangles() {
            super(
                    "triangles",
                    "triangles: how many there are, and how many each vertex is a corner of",
                    List.of(),
                    Triangles::new);
        }
    }

    /** Offers {@link KCore}. */
    public static final class OfKCore extends BuiltIn {
        public OfKCore() {
            super("kcore", "core number of every vertex, and the largest", List.of(), KCore::new);
        }
    }

    /** Offers {@link Degrees}. */
    public static final class OfDegrees extends BuiltIn {
        public OfDegrees() {
            super(
                    "degrees",
                    "degree of every vertex; the least, largest and mean one, percentiles, isolated vertices",
                    List.of(),
                    Degrees::new);
        }
    }
}
