package dev.weft.runtime.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.collectives.Placement;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.rank.World;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who shares cores with a worker: that decides how many threads its ranks have, and whether they may spin. */
@Timeout(20)
class WorkerEpochTest {
    private static final World WORLD =
            new World(List.of("a", "b"), List.of(Placement.of(1, 1, 2, 2), Placement.of(0, 0, 0, 1)));
    private static final List<String> HOSTS = List.of("10.0.0.1", "10.0.0.1", "10.0.0.2", "10.0.0.2");

    @Test
    void workersOfAHostShareItsCores() {
        assertThat(WorkerEpoch.ranksOnCores(WORLD, 0, false, HOSTS)).containsExactly(2, 0);
        assertThat(WorkerEpoch.ranksOnCores(WORLD, 2, false, HOSTS)).containsExactly(4, 1);
        assertThat(WorkerEpoch.ranksOnCores(WORLD, 3, true, HOSTS)).as("pinned").containsExactly(2, 1);
    }

    @Test
    void theCoresOfAHostAreForItsRanks() {
        int cores = Runtime.getRuntime().availableProcessors();
        JobSpec job = JobSpec.of("a", () -> rank -> {}).ranks(6);
        assertThat(job.operatorsAmong(1).getFirst().threads()).isEqualTo(cores);
        assertThat(job.operatorsAmong(2 * cores).getFirst().threads()).isEqualTo(1);
        assertThat(job.threads(3).operatorsAmong(1).getFirst().threads()).isEqualTo(3);
    }
}
