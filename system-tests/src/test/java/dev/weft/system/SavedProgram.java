package dev.weft.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.graph.algorithms.Bfs;
import dev.weft.graph.algorithms.Cdlp;
import dev.weft.graph.algorithms.PageRank;
import dev.weft.graph.algorithms.Sssp;
import dev.weft.graph.algorithms.Wcc;
import dev.weft.runtime.Column;
import dev.weft.runtime.JobResult;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.Program;
import dev.weft.runtime.Weft;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * A program that saves its state, on a small graph.
 *
 * @param every so many steps it is saved
 * @param millis that each of its steps takes longer on workers, so that a kill finds it at work
 */
record SavedProgram(String name, Class<? extends Program> type, int every, int millis, Map<String, Object> args) {
    private static final String KRONECKER = "kronecker:scale=9,degree=8,seed=2";
    private static final Map<String, JobResult> UNDISTURBED = new ConcurrentHashMap<>();

    static final SavedProgram PAGERANK =
            new SavedProgram("pagerank", PageRank.class, 3, 40, Map.of("graph", KRONECKER, "iterations", 24));
    static final SavedProgram TWO_ARRAYS =
            new SavedProgram("two-arrays", TwoArrays.class, 3, 40, Map.of("graph", KRONECKER, "iterations", 24));
    static final SavedProgram BFS =
            new SavedProgram("bfs", Bfs.class, 3, 30, Map.of("graph", "grid:rows=16,columns=16", "source", 0));
    static final SavedProgram SSSP = new SavedProgram(
            "sssp",
            Sssp.class,
            3,
            60,
            Map.of("graph", "grid:rows=16,columns=16,seed=3,weights=1..9", "weighted", true, "source", 0, "delta", 5));
    static final SavedProgram CDLP =
            new SavedProgram("cdlp", Cdlp.class, 3, 80, Map.of("graph", "grid:rows=24,columns=24", "iterations", 14));

    static final SavedProgram WCC =
            new SavedProgram("wcc", Wcc.class, 1, 300, Map.of("graph", "kronecker:scale=9,degree=2,seed=6"));

    static final List<SavedProgram> ALL = List.of(PAGERANK, BFS, SSSP, WCC, CDLP, TWO_ARRAYS);

    /** On workers. */
    JobSpec slowly(int ranks) {
        var all = new HashMap<String, Object>(args);
        all.put(Slowly.PROGRAM, type.getName());
        all.put(Slowly.MILLIS, millis);
        return JobSpec.of(name, Slowly::new).ranks(ranks).threads(1).args(all);
    }

    /** Of one rank in this JVM. */
    JobResult undisturbed() {
        return UNDISTURBED.computeIfAbsent(name, _ -> {
            try (Weft weft = Weft.local()) {
                return weft.run(JobSpec.of(name, this::made).threads(1).args(args))
                        .result();
            }
        });
    }

    private Program made() {
        try {
            return type.getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    int steps() {
        return Math.toIntExact(undisturbed().report().supersteps());
    }

    /** @param run what has to be known to do it again */
    void assertUndisturbed(JobResult result, String run) {
        JobResult expected = undisturbed();
        assertThat(result.scalars()).as(run).isEqualTo(expected.scalars());
        assertThat(result.columns()).as(run).isEqualTo(expected.columns());
        for (String column : expected.columns()) {
            assertThat(texts(result.column(column))).as(run + " " + column).isEqualTo(texts(expected.column(column)));
        }
    }

    private static List<String> texts(Column column) {
        return IntStream.range(0, column.size()).mapToObj(column::text).toList();
    }
}
