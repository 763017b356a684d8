package dev.weft.graph;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weft.graph.algorithms.PageRank;
import dev.weft.runtime.JobResult;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.Weft;
import dev.weft.runtime.gpu.Gpu;
import dev.weft.runtime.gpu.GpuDiscovery;
import dev.weft.runtime.gpu.GpuInventory;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On a real GPU, where there is one. */
@Timeout(300)
final class GpuHardwareTest {
    private static GpuInventory host;

    @BeforeAll
    static void lookForAGpu() {
        host = GpuDiscovery.ofThisHost();
        if (host.gpus().isEmpty()) {
            String reason = "GpuHardwareTest is skipped: there is no NVIDIA GPU here";
            System.out.println(reason + host.problems().stream().collect(Collectors.joining("; ", " ", "")));
            assumeTrue(false, reason);
        }
    }

    @Test
    void findsTheGpusThatNvidiaSmiFinds() throws Exception {
        Process smi = new ProcessBuilder("nvidia-smi", "-L").start();
        List<String> listed = Pattern.compile("GPU-[0-9a-f-]{36}")
                .matcher(new String(smi.getInputStream().readAllBytes(), UTF_8))
                .results()
                .map(match -> match.group())
                .toList();
        host.lines().forEach(System.out::println);
        assertThat(host.gpus()).extracting(Gpu::uuid).containsExactlyElementsOf(listed);
    }

    @Test
    void thePageRanksAreTheCpus() {
        JobSpec job = JobSpec.of("test", PageRank::new).arg("graph", "kronecker:scale=18,degree=16,seed=1");
        try (Weft weft = Weft.local()) {
            double[] onCpu = weft.run(job).result().doubles("pagerank");
            JobResult onGpu = weft.run(job.gpus(1).arg("device", "gpu")).result();
            JobResult shared =
                    weft.run(job.ranks(2).gpuShare(500).arg("device", "gpu")).result();
            assertThat(onGpu.scalars())
                    .containsEntry("device", host.gpus().getFirst().name());
            for (int v = 0; v < onCpu.length; v++) {
                assertThat(onGpu.doubles("pagerank")[v]).isBetween(onCpu[v] * (1 - 1e-6), onCpu[v] * (1 + 1e-6));
            }
            assertThat(shared.doubles("pagerank")).isEqualTo(onGpu.doubles("pagerank"));
        }
    }

    @Test
    void theSumsAreTheCpus() {
        int exitCode = new BenchGpuCommand()
                .run(Map.of("graph", "kronecker:scale=20,degree=16,seed=1", "trials", "9"), System.out, System.err);
        assertThat(exitCode).isZero();
    }
}
