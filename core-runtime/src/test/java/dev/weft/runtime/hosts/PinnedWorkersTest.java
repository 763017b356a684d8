package dev.weft.runtime.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weft.runtime.ClusterSpec;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.Program;
import dev.weft.runtime.Rank;
import dev.weft.runtime.Weft;
import dev.weft.runtime.WorkersLostException;
import dev.weft.scheduler.CoreSet;
import dev.weft.scheduler.Demand;
import dev.weft.scheduler.Pinning;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Workers that are pinned run on cores of their own, as the system sees it. */
@Timeout(60)
class PinnedWorkersTest {
    @TempDir
    private Path folder;

    /** Writes down where its process may run. */
    public static final class Allowed implements Program {
        @Override
        public void run(Rank rank) {
            Path file = Path.of(rank.arg("folder", "")).resolve(Integer.toString(rank.number()));
            try {
                Files.copy(
                        Path.of("/proc", Long.toString(ProcessHandle.current().pid()), "status"), file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private JobSpec job(int ranks) {
        return JobSpec.of("allowed", Allowed::new)
                .ranks(ranks)
                .threads(1)
                .arg("folder", folder.toString())
                .needs(Demand.of(1000, 0).pinning(Pinning.CORES));
    }

    private CoreSet allowed(int rank) throws IOException {
        return Files.readAllLines(folder.resolve(Integer.toString(rank))).stream()
                .filter(line -> line.startsWith("Cpus_allowed_list:"))
                .map(line -> HostCores.set(line.split("\\s+", -1)[1]))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void eachHasItsOwnCores() throws IOException {
        CoreSet here = HostFacts.ofThisHost(false).cores();
        assumeTrue(here.size() >= 2, "two workers with a core of their own need two cores");
        assumeTrue(HostCores.canBind(), "there is no taskset, which binds processes to cores");
        try (Weft weft = Weft.cluster(ClusterSpec.of(2, folder.resolve("state")))) {
            weft.run(job(2)).result();
        }
        assertThat(allowed(0).size()).isEqualTo(1);
        assertThat(allowed(1).size()).isEqualTo(1);
        assertThat(allowed(0).intersects(allowed(1))).isFalse();
        assertThat(here.containsAll(allowed(0).plus(allowed(1)))).isTrue();
    }

    @Test
    void moreThanThereAreIsRefused() {
        int cores = HostFacts.ofThisHost(false).cores().size();
        assumeTrue(HostCores.canBind(), "there is no taskset, which binds processes to cores");
        try (Weft weft = Weft.cluster(ClusterSpec.of(cores + 1, folder.resolve("state")))) {
            assertThatThrownBy(() -> weft.run(job(cores + 1)).result())
                    .isInstanceOf(WorkersLostException.class)
                    .hasMessageContaining("allowed has no place on its hosts:\n  the inventory has room for " + cores
                            + " of the " + (cores + 1) + " workers of allowed (1 cpu of its own each)");
        }
    }
}
