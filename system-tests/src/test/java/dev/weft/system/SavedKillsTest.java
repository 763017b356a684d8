package dev.weft.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.graph.algorithms.Bfs;
import dev.weft.graph.algorithms.Cdlp;
import dev.weft.graph.algorithms.PageRank;
import dev.weft.runtime.CheckpointSpec;
import dev.weft.runtime.ClusterSpec;
import dev.weft.runtime.Column;
import dev.weft.runtime.Fault;
import dev.weft.runtime.JobReport.Recovery;
import dev.weft.runtime.JobResult;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.SaveInterval;
import dev.weft.runtime.Weft;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Jobs on workers that lose workers go on from their checkpoints, and give the bits of an undisturbed run. */
@Timeout(240)
class SavedKillsTest {
    private static final String GRAPH = "kronecker:scale=9,degree=8,seed=2";
    private static final int EVERY = 3;

    @TempDir
    private Path folder;

    @TempDir
    private Path store;

    private Leftovers before;

    @BeforeEach
    void look() {
        before = Leftovers.now();
    }

    @AfterEach
    void nothingIsLeft() {
        before.assertNothingNew(folder);
    }

    @Test
    void aWorkerIsLost() {
        JobSpec spec = JobSpec.of("pagerank", PageRank::new)
                .ranks(3)
                .threads(1)
                .args(Map.of("graph", GRAPH, "iterations", 12));
        JobResult result = onWorkers(spec, "kill worker=1 at step=8");
        Recovery recovery = result.report().recoveries().getFirst();
        assertThat(result.report().recoveries()).hasSize(1);
        assertThat(recovery.restoredFromStep()).isEqualTo(6);
        assertThat(recovery.stepsRedone()).isBetween(1L, (long) EVERY);
        assertThat(recovery.pidsAfter().getFirst())
                .isEqualTo(recovery.pidsBefore().getFirst());
        assertSame(result, inOneJvm(spec));
    }

    @Test
    void aRankFailsBeforeTheFirstCheckpointAndAnotherAfterIt() {
        JobSpec spec = JobSpec.of("cdlp", Cdlp::new).ranks(2).threads(1).args(Map.of("graph", GRAPH, "iterations", 7));
        JobResult result = onWorkers(spec, "kill rank=1 at step=1", "kill rank=0 at step=4");
        assertThat(result.report().recoveries().stream().map(Recovery::restoredFromStep))
                .containsExactly(0L, 3L);
        assertSame(result, inOneJvm(spec));
    }

    @Test
    void aSearchIsLostInTheMiddle() {
        JobSpec spec = JobSpec.of("bfs", Bfs::new)
                .ranks(2)
                .threads(1)
                .args(Map.of("graph", "grid:rows=20,columns=20", "source", 5));
        JobResult result = onWorkers(spec, "kill worker=0 at step=20");
        assertThat(result.report().recoveries().getFirst().restoredFromStep()).isEqualTo(18);
        assertSame(result, inOneJvm(spec));
    }

    private JobResult onWorkers(JobSpec spec, String... faults) {
        List<Fault> all = List.of(faults).stream()
                .flatMap(fault -> Fault.parse(fault, 2).stream())
                .toList();
        var saved = CheckpointSpec.of(store.toString(), new SaveInterval.EverySteps(EVERY));
        try (Weft weft = Weft.cluster(ClusterSpec.of(2, folder.resolve("state")).faults(all))) {
            JobResult result = weft.run(spec.checkpoint(saved)).result();
            assertThat(result.report().checkpoints()).isPositive();
            return result;
        }
    }

    private static JobResult inOneJvm(JobSpec spec) {
        try (Weft weft = Weft.local()) {
            return weft.run(spec.ranks(1)).result();
        }
    }

    private static void assertSame(JobResult result, JobResult expected) {
        for (String column : expected.columns()) {
            assertThat(texts(result.column(column))).as(column).isEqualTo(texts(expected.column(column)));
        }
    }

    private static List<String> texts(Column column) {
        return IntStream.range(0, column.size()).mapToObj(column::text).toList();
    }
}
