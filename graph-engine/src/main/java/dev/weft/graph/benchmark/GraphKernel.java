package dev.weft.graph.benchmark;

import dev.weft.graph.algorithms.BetweennessCentrality;
import dev.weft.graph.algorithms.BetweennessCentralityVerifier;
import dev.weft.graph.algorithms.Bfs;
import dev.weft.graph.algorithms.BfsVerifier;
import dev.weft.graph.algorithms.Cdlp;
import dev.weft.graph.algorithms.CdlpVerifier;
import dev.weft.graph.algorithms.KCore;
import dev.weft.graph.algorithms.KCoreVerifier;
import dev.weft.graph.algorithms.Lcc;
import dev.weft.graph.algorithms.LccVerifier;
import dev.weft.graph.algorithms.Louvain;
import dev.weft.graph.algorithms.LouvainVerifier;
import dev.weft.graph.algorithms.MaximalIndependentSet;
import dev.weft.graph.algorithms.MaximalIndependentSetVerifier;
import dev.weft.graph.algorithms.MultiSourceBfs;
import dev.weft.graph.algorithms.MultiSourceBfsVerifier;
import dev.weft.graph.algorithms.PageRank;
import dev.weft.graph.algorithms.PageRankVerifier;
import dev.weft.graph.algorithms.PersonalisedPageRank;
import dev.weft.graph.algorithms.PersonalisedPageRankVerifier;
import dev.weft.graph.algorithms.Sssp;
import dev.weft.graph.algorithms.SsspVerifier;
import dev.weft.graph.algorithms.StrongComponents;
import dev.weft.graph.algorithms.StrongComponentsVerifier;
import dev.weft.graph.algorithms.Triangles;
import dev.weft.graph.algorithms.TrianglesVerifier;
import dev.weft.graph.algorithms.Wcc;
import dev.weft.graph.algorithms.WccVerifier;
import dev.weft.runtime.JobResult;
import dev.weft.runtime.Program;
import dev.weft.runtime.UsageException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A program to measure, and how its result is checked.
 *
 * @param weighted whether it needs weights
 * @param starts how many vertices a trial starts from; they differ from trial to trial
 * @param arguments beside {@code source}, these vertices
 */
public record GraphKernel(
        String name,
        boolean weighted,
        int starts,
        Supplier<? extends Program> program,
        Map<String, Object> arguments,
        Check check) {
    public static final int ITERATIONS = 20;
    /** Of betweenness, as many as the GAP benchmark's own. */
    public static final int BETWEENNESS_STARTS = 4;

    /** Of searches that share passes; each is checked alone. */
    private static final int SEARCHES = 16;

    private static final int CDLP_ROUNDS = 10;
    /** Of a parallel Louvain against a serial one. */
    private static final double MODULARITY_MARGIN = 0.02;

    /** All there are, by name. */
    public static final List<GraphKernel> ALL = List.of(
            of(
                    "pagerank",
                    PageRank::new,
                    Map.of("iterations", ITERATIONS),
                    (graph, _, result) ->
                            PageRankVerifier.verify(graph.serial(), ITERATIONS, result.doubles("pagerank"), 1e-9)),
            of(
                    "bfs",
                    Bfs::new,
                    Map.of(),
                    (graph, starts, result) -> BfsVerifier.verify(
                            graph.serial(), graph.ids(), starts[0], result.longs("level"), result.longs("parent"))),
            new GraphKernel("msbfs", false, SEARCHES, MultiSourceBfs::new, Map.of(), GraphKernel::wrongLevels),
            of(
                    "wcc",
                    Wcc::new,
                    Map.of(),
                    (graph, _, result) -> WccVerifier.verify(graph.serial(), graph.ids(), result.longs("component"))),
            new GraphKernel(
                    "sssp",
                    true,
                    1,
                    Sssp::new,
                    Map.of(),
                    (graph, starts, result) ->
                            SsspVerifier.verify(graph.serial(), starts[0], result.doubles("distance"))),
            new GraphKernel(
                    "betweenness",
                    false,
                    BETWEENNESS_STARTS,
                    BetweennessCentrality::new,
                    Map.of(),
                    (graph, starts, result) -> BetweennessCentralityVerifier.verify(
                            graph.serial(), starts, result.doubles("betweenness"), 1e-9)),
            of(
                    "scc",
                    StrongComponents::new,
                    Map.of(),
                    (graph, _, result) ->
                            StrongComponentsVerifier.verify(graph.serial(), graph.ids(), result.longs("component"))),
            of(
                    "mis",
                    MaximalIndependentSet::new,
                    Map.of(),
                    (graph, _, result) ->
                            MaximalIndependentSetVerifier.verify(graph.serial(), result.longs("selected"))),
            of(
                    "cdlp",
                    Cdlp::new,
                    Map.of("iterations", CDLP_ROUNDS),
                    (graph, _, result) ->
                            CdlpVerifier.verify(graph.serial(), graph.ids(), CDLP_ROUNDS, result.longs("label"))),
            of(
                    "lcc",
                    Lcc::new,
                    Map.of(),
                    (graph, _, result) -> LccVerifier.verify(graph.serial(), result.doubles("lcc"))),
            of(
                    "triangles",
                    Triangles::new,
                    Map.of(),
                    (graph, _, result) -> TrianglesVerifier.verify(
                            graph.serial(),
                            result.longs("triangles"),
                            scalar(result, "triangles").longValue())),
            of(
                    "kcore",
                    KCore::new,
                    Map.of(),
                    (graph, _, result) -> KCoreVerifier.verify(
                            graph.serial(),
                            result.longs("core"),
                            scalar(result, "degeneracy").longValue())),
            of(
                    "ppr",
                    PersonalisedPageRank::new,
                    Map.of("iterations", ITERATIONS),
                    (graph, starts, result) -> PersonalisedPageRankVerifier.verify(
                            graph.serial(), starts[0], ITERATIONS, result.doubles("ppr"), 1e-9)),
            of(
                    "louvain",
                    Louvain::new,
                    Map.of(),
                    (graph, _, result) -> LouvainVerifier.verify(
                            graph.serial(),
                            graph.ids(),
                            result.longs("community"),
                            scalar(result, "modularity").doubleValue(),
                            MODULARITY_MARGIN)));

    private static Optional<String> wrongLevels(TrialGraph graph, int[] starts, JobResult result) {
        int[] sources = Arrays.stream(starts).distinct().toArray();
        return Arrays.stream(sources)
                .mapToObj(source -> MultiSourceBfsVerifier.verify(
                        graph.serial(),
                        source,
                        result.longs(
                                sources.length == 1
                                        ? "level"
                                        : "level/" + graph.ids().id(source))))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Number scalar(JobResult result, String name) {
        if (result.scalars().get(name) instanceof Number number) {
            return number;
        }
        throw new IllegalStateException("the result has no number " + name);
    }

    private static GraphKernel of(
            String name, Supplier<? extends Program> program, Map<String, Object> arguments, Check check) {
        return new GraphKernel(name, false, 1, program, arguments, check);
    }

    /**
     * The kernel of this name.
     *
     * @throws UsageException if there is none, naming those there are
     */
    public static GraphKernel named(String name) {
        return ALL.stream()
                .filter(kernel -> kernel.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new UsageException("there is no kernel \"" + name + "\": give some of " + names()));
    }

    public static String names() {
        return String.join(",", ALL.stream().map(GraphKernel::name).toList());
    }

    /** Whether the graph has what the kernel needs. */
    public boolean fits(TrialGraph graph) {
        return graph.weighted() || !weighted;
    }

    static List<GraphKernel> parse(String list) {
        return Arrays.stream(list.split(",", -1)).map(GraphKernel::named).toList();
    }

    /** Checks a result. */
    @FunctionalInterface
    public interface Check {
        /**
         * Says what is wrong, if anything is.
         *
         * @param starts positions of the vertices that the trial started from
         */
        Optional<String> verify(TrialGraph graph, int[] starts, JobResult result);
    }
}
