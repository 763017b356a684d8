package dev.weft.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.collectives.Op;
import dev.weft.graph.Graph;
import dev.weft.graph.algorithms.PageRank;
import dev.weft.runtime.ClusterSpec;
import dev.weft.runtime.Fault;
import dev.weft.runtime.Job;
import dev.weft.runtime.JobResult;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.OnLoss;
import dev.weft.runtime.Program;
import dev.weft.runtime.Rank;
import dev.weft.runtime.UsageException;
import dev.weft.runtime.Weft;
import dev.weft.runtime.gpu.GpuDiscovery;
import dev.weft.runtime.testing.FakeGpus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Jobs on workers whose host has GPUs that libraries play. */
@Timeout(120)
class GpuWorkersTest extends LeavesNothing {
    @TempDir
    private Path host;

    private Path driver;

    @BeforeEach
    void playAHost() {
        System.setProperty(
                GpuDiscovery.LIBRARY, FakeGpus.nvml(host, FakeGpus.PCIE).toString());
        System.setProperty("weft.gpu.claims", host.resolve("claims").toString());
        driver = FakeGpus.cuda(host, FakeGpus.PCIE, Graph.class, "row_sums.cu");
        System.setProperty("weft.cuda.library", driver.toString());
    }

    @AfterEach
    void playNoMore() {
        System.clearProperty(GpuDiscovery.LIBRARY);
        System.clearProperty("weft.gpu.claims");
        System.clearProperty("weft.cuda.library");
    }

    private ClusterSpec workers(int count) {
        ClusterSpec cluster = Distribution.shortLived(count, folder);
        var flags = new ArrayList<>(cluster.workerFlags());
        flags.add("-Dweft.cuda.library=" + driver);
        return cluster.workerFlags(flags);
    }

    private static JobSpec pageRank() {
        return JobSpec.of("pagerank", PageRank::new)
                .ranks(4)
                .threads(1)
                .gpus(1)
                .arg("graph", Distribution.KRONECKER)
                .arg("iterations", 8)
                .arg("device", "gpu");
    }

    /** Says which GPUs the ranks have, a bit for each, and what a worker's process can see. */
    static final class Teller implements Program {
        @Override
        public void run(Rank rank) {
            long own = rank.devices().stream()
                    .mapToLong(device -> 1L << device.index())
                    .sum();
            rank.result("sum", rank.communicator().allReduce(own, Op.SUM));
            rank.result("any", rank.communicator().allReduce(own, Op.OR));
            rank.result("visible", String.valueOf(System.getenv("CUDA_VISIBLE_DEVICES")));
        }
    }

    @Test
    void eachRankHasItsOwnAndAWorkerSeesTheJobsGpus() {
        try (Weft weft = Weft.cluster(workers(2))) {
            Job job = weft.run(JobSpec.of("teller", Teller::new).ranks(3).gpus(2));
            assertThatThrownBy(() ->
                            weft.run(JobSpec.of("other", Teller::new).ranks(2).gpus(2)))
                    .isInstanceOf(UsageException.class)
                    .hasMessage("gpus=2 for each of ranks=2 is 4, but this host has 8 GPUs, 6 of them in use by Weft's"
                            + " jobs: there is place for ranks=1");
            JobResult result = job.result();
            assertThat(result.scalars()).containsEntry("sum", 0b111111L).containsEntry("any", 0b111111L);
            assertThat(result.scalars())
                    .containsEntry(
                            "visible",
                            IntStream.range(0, 6).mapToObj(FakeGpus::uuid).collect(Collectors.joining(",")));
            JobResult all =
                    weft.run(JobSpec.of("all", Teller::new).ranks(8).gpus(1)).result();
            assertThat(all.scalars()).containsEntry("sum", 255L);
            assertThat(weft.run(JobSpec.of("none", Teller::new).ranks(2))
                            .result()
                            .scalars())
                    .containsEntry("sum", 0L)
                    .containsEntry("visible", String.valueOf(System.getenv("CUDA_VISIBLE_DEVICES")));
        }
    }

    @Tag("long")
    @Test
    void ranksOfKilledWorkersGoOnOnTheSameGpus() {
        JobResult local;
        try (Weft weft = Weft.local()) {
            local = weft.run(pageRank()).result();
        }
        List<Fault> faults = Fault.parse("kill worker=1 at step=3", 2);
        try (Weft weft = Weft.cluster(workers(2).faults(faults))) {
            JobResult result = weft.run(pageRank()).result();
            assertThat(result.scalars()).containsEntry("device", "NVIDIA A100-SXM4-80GB");
            assertThat(result.doubles("pagerank")).isEqualTo(local.doubles("pagerank"));
            assertThat(result.report().recoveries()).hasSize(1);
        }
    }

    @Test
    void aJobThatShrinksGoesOnWithTheGpusOfTheRanksThatAreLeft() {
        List<Fault> faults = Fault.parse("kill worker=0 at step=2", 2);
        try (Weft weft = Weft.cluster(workers(2).faults(faults).onLoss(OnLoss.SHRINK))) {
            JobResult result = weft.run(pageRank()).result();
            assertThat(result.scalars()).containsEntry("device", "NVIDIA A100-SXM4-80GB");
            assertThat(result.report().ranks()).hasSize(2);
        }
    }
}
