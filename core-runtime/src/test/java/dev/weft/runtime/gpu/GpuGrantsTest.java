package dev.weft.runtime.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.runtime.Device;
import dev.weft.runtime.JobSpec;
import dev.weft.runtime.UsageException;
import dev.weft.runtime.testing.FakeGpus;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GpuGrantsTest {
    @TempDir
    Path folder;

    private static JobSpec job(String name, int ranks) {
        return JobSpec.of(name, () -> rank -> {}).ranks(ranks);
    }

    private GpuInventory host(String host) {
        return GpuDiscovery.of(FakeGpus.nvml(folder, host).toString(), Map.of(), folder);
    }

    private GpuGrants grant(JobSpec job, GpuInventory host) {
        return new GpuGrants.Choice(job.operators(), host, new GpuClaims(folder.resolve("claims"))).make();
    }

    private static List<List<Integer>> indices(GpuGrants grants, int operator) {
        return grants.ofOperator(operator).stream()
                .map(devices -> devices.stream().map(Device::index).toList())
                .toList();
    }

    @Test
    void eachRankGetsItsOwn() {
        try (GpuGrants grants = grant(job("a", 3).gpus(2), host(FakeGpus.PCIE))) {
            assertThat(indices(grants, 0)).containsExactly(List.of(0, 1), List.of(2, 3), List.of(4, 5));
            assertThat(grants.ofOperator(0).get(1).getFirst())
                    .isEqualTo(new Device(2, FakeGpus.uuid(2), "NVIDIA A100-SXM4-80GB", 80L << 30, 1000));
            assertThat(grants.all()).hasSize(6);
        }
    }

    @Test
    void twoJobsNeverHaveTheSame() {
        GpuInventory host = host(FakeGpus.PCIE);
        try (GpuGrants first = grant(job("a", 4).gpus(1), host);
                GpuGrants second = grant(job("b", 1).gpus(3), host)) {
            assertThat(first.all()).hasSize(4).doesNotContainAnyElementsOf(second.all());
            assertThatThrownBy(() -> grant(job("c", 2).gpus(1), host))
                    .isInstanceOf(UsageException.class)
                    .hasMessage("gpus=1 for each of ranks=2 is 2, but this host has 8 GPUs, 7 of them in use by"
                            + " Weft's jobs: there is place for ranks=1");
        }
        try (GpuGrants all = grant(job("d", 8).gpus(1), host)) {
            assertThat(all.all()).hasSize(8);
        }
    }

    @Test
    void jobsShareWhatTheyAskSharesOf() {
        GpuInventory host = host(FakeGpus.host(1, ""));
        try (GpuGrants first = grant(job("a", 3).gpuShare(250), host);
                GpuGrants second = grant(job("b", 1).gpuShare(250), host)) {
            assertThat(first.all()).isEqualTo(second.all()).hasSize(1);
            assertThat(first.all().getFirst().shareMilli()).isEqualTo(250);
            assertThat(first.all().getFirst().shareBytes()).isEqualTo((80L << 30) / 1000 * 250);
            assertThatThrownBy(() -> grant(job("c", 1).gpuShare(1), host)).hasMessageContaining("gpus=0.001");
        }
    }

    @Test
    void operatorsHaveTheirOwn() {
        JobSpec job =
                job("ranks", 2).gpuShare(500).and(job("trains", 2).gpus(3)).and(job("reads", 5));
        try (GpuGrants grants = grant(job, host(FakeGpus.PCIE))) {
            assertThat(indices(grants, 1)).containsExactly(List.of(0, 1, 2), List.of(3, 4, 5));
            assertThat(indices(grants, 0)).containsExactly(List.of(6), List.of(6));
            assertThat(indices(grants, 2)).isEmpty();
        }
        assertThatThrownBy(() -> grant(job("a", 2).gpus(4).and(job("b", 1).gpus(1)), host2()))
                .hasMessageContaining("of operator b")
                .hasMessageContaining("8 GPUs, 8 of them in use");
        try (GpuGrants after = grant(job("c", 8).gpus(1), host2())) {
            assertThat(after.all()).as("a refused job keeps nothing").hasSize(8);
        }
    }

    private GpuInventory host2() {
        return GpuDiscovery.of(folder.resolve("libnvidia-ml.so.1").toString(), Map.of(), folder);
    }

    @Test
    void illGpusAreNotGiven() {
        GpuInventory host = host(FakeGpus.host(3, "") + "remapped 1 0 9 0 1\n");
        try (GpuGrants grants = grant(job("a", 2).gpus(1), host)) {
            assertThat(grants.all()).extracting(Device::index).containsExactly(0, 2);
        }
        assertThatThrownBy(() -> grant(job("a", 3).gpus(1), host))
                .hasMessage("gpus=1 for each of ranks=3 is 3, but this host has 3 GPUs: there is place for ranks=2;"
                        + " GPU 1 is not used: its memory has no spare rows left, it should be replaced");
    }

    @Test
    void saysWhyThereIsNone() {
        assertThatThrownBy(() -> grant(job("a", 2).gpus(1), GpuInventory.NONE))
                .hasMessage("gpus=1 for each of ranks=2 is 2, but this host has no GPU with NVIDIA's driver");
        assertThatThrownBy(() -> grant(job("a", 1).gpus(1), host("fail nvmlInit_v2 18\n")))
                .hasMessageStartingWith(
                        "gpus=1 for each of ranks=1 is 1, but this host has no GPU; NVML: Driver/library"
                                + " version mismatch");
    }

    @Test
    void aJobWithoutGpusLooksForNone() {
        assertThat(GpuGrants.of(job("a", 4))).isSameAs(GpuGrants.NONE);
        assertThat(GpuGrants.NONE.all()).isEmpty();
        assertThat(GpuGrants.NONE.ofOperator(3)).isEmpty();
    }

    @Test
    void childrenSeeWhatTheirRankHas() {
        assertThat(Device.environment(
                        List.of(new Device(4, "GPU-x", "name", 1, 500), new Device(1, "GPU-y", "name", 1, 500))))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("CUDA_VISIBLE_DEVICES", "GPU-x,GPU-y", "NVIDIA_VISIBLE_DEVICES", "GPU-x,GPU-y"));
        assertThat(Device.environment(List.of()))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("CUDA_VISIBLE_DEVICES", "", "NVIDIA_VISIBLE_DEVICES", "void"));
    }

    @Test
    void partsOfAGpuAreNoRequest() {
        assertThatThrownBy(() -> job("a", 1).gpuShare(1500)).hasMessageContaining("gpuMilli=1500");
        assertThatThrownBy(() -> job("a", 1).gpus(-1)).hasMessageContaining("gpuMilli=-1000");
        assertThatThrownBy(() -> job("a", 1).gpus(3_000_000)).isInstanceOf(ArithmeticException.class);
    }
}
