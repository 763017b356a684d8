package dev.weft.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.runtime.CheckpointSpec;
import dev.weft.runtime.JobReport.RankReport;
import dev.weft.runtime.JobReport.Recovery;
import dev.weft.runtime.JobResult;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.SaveInterval;
import dev.weft.runtime.Weft;
import dev.weft.runtime.testing.EventsFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A worker that is half as fast as the others gets less of the graph, while the job runs, and nothing is done twice. */
@Timeout(120)
class SharesTest extends LeavesNothing {
    private static final int SLOW = 2;

    @TempDir
    private Path store;

    private static JobSpec job(int ranks) {
        return JobSpec.of("uneven", UnevenSpeeds::new)
                .ranks(ranks)
                .threads(1)
                .args(Map.of("graph", "kronecker:scale=9,degree=8,seed=2", "iterations", 45));
    }

    /** Steps have to be timed on a machine that has nothing else to do. */
    @Test
    @Tag("long")
    void aSlowWorkerGetsLess() {
        JobSpec slow = job(4).arg(UnevenSpeeds.SLOW, SLOW)
                .checkpoint(CheckpointSpec.of(store.toString(), new SaveInterval.EverySteps(1_000_000)));
        try (Weft weft = Weft.cluster(Distribution.shortLived(4, folder))) {
            JobResult result = weft.run(slow).result();
            List<Recovery> moves = result.report().recoveries();
            assertThat(moves).hasSize(1);
            assertThat(moves.getFirst().evidence()).isEqualTo("speed");
            assertThat(moves.getFirst().cause())
                    .matches("worker 2 runs at 0\\.[45]\\d of the others' speed: its share of partitions goes"
                            + " from 25 % to 1[3-6] %");
            assertThat(moves.getFirst().stepsRedone()).isZero();
            assertThat(moves.getFirst().pidsAfter()).isEqualTo(moves.getFirst().pidsBefore());
            List<Long> edges =
                    result.report().ranks().stream().map(RankReport::edges).toList();
            assertThat(edges.get(SLOW)).isLessThan(edges.getFirst() * 3 / 4);
            assertThat(result.doubles("heat")).isEqualTo(undisturbed());
        }
        assertThat(new EventsFile(folder).line("form", "epoch=2")).isPresent();
    }

    private static double[] undisturbed() {
        try (Weft weft = Weft.local()) {
            return weft.run(job(1)).result().doubles("heat");
        }
    }
}
