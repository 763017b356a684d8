package dev.weft.collectives.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class MpiPeerTest {
    @Test
    void compiles_and_measures_all_that_weft_has() throws InterruptedException {
        assumeTrue(
                Programs.isOnPath("mpicc") && Programs.isOnPath("mpirun"),
                "skipped: mpicc or mpirun is missing (Debian: openmpi-bin, libopenmpi-dev)");
        try (var peer = MpiPeer.compile(2, false)) {
            for (Kernel kernel : KernelTable.ALL) {
                List<Integer> sizes = kernel.sizes(List.of(2 << 20, 4 << 20), 2);
                assertThat(peer.measure(kernel, sizes)).as(kernel.name()).containsOnlyKeys(sizes);
            }
        }
    }
}
