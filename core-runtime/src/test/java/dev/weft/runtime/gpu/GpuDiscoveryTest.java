package dev.weft.runtime.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.runtime.gpu.Gpu.MigMode;
import dev.weft.runtime.testing.FakeGpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GpuDiscoveryTest {
    @TempDir
    Path folder;

    private GpuInventory of(String host) {
        return of(host, Map.of());
    }

    private GpuInventory of(String host, Map<String, String> environment) {
        return GpuDiscovery.of(FakeGpus.nvml(folder, host).toString(), environment, folder);
    }

    @Test
    void findsWhatThereIs() {
        GpuInventory found = of(FakeGpus.DGX_A100);
        assertThat(found.driver()).isEqualTo("570.86.15");
        assertThat(found.problems()).isEmpty();
        assertThat(found.gpus()).hasSize(8);
        long memory = 80L << 30;
        assertThat(found.gpus().get(5))
                .isEqualTo(new Gpu(
                        5,
                        FakeGpus.uuid(5),
                        "NVIDIA A100-SXM4-80GB",
                        "00000000:0C:00.0",
                        memory,
                        memory - memory / 64,
                        MigMode.UNSUPPORTED,
                        "8.0",
                        1,
                        IntStream.range(32, 64).boxed().toList(),
                        GpuHealth.GOOD));
        assertThat(found.gpus().get(5).health().trouble()).isEmpty();
    }

    @Test
    void allOnNvlinkSwitchesReachEachOtherOverThese() {
        GpuInventory found = of(FakeGpus.DGX_A100);
        for (int i = 0; i < 8; i++) {
            for (int j = 0; j < 8; j++) {
                assertThat(found.links().get(i).get(j)).isEqualTo(i == j ? GpuLink.SELF : GpuLink.nvlink(12));
            }
        }
        assertThat(found.weights()[2][7]).isEqualTo(220);
    }

    @Test
    void directNvlinksLeadToTheGpuAtTheirOtherEnd() {
        GpuInventory found = of(FakeGpus.DGX_1);
        assertThat(row(found, 0)).containsExactly("X", "NV1", "NV1", "NV2", "NV2", "SYS", "SYS", "SYS");
        assertThat(row(found, 7)).containsExactly("SYS", "SYS", "SYS", "NV1", "NV2", "NV1", "NV2", "X");
        assertThat(found.weights()[0]).containsExactly(0, 110, 110, 120, 120, 5, 5, 5);
    }

    @Test
    void withoutNvlinkThePciBridgesCount() {
        GpuInventory found = of(FakeGpus.PCIE);
        assertThat(row(found, 1)).containsExactly("PIX", "X", "PHB", "PHB", "SYS", "SYS", "SYS", "SYS");
        assertThat(found.weights()[1]).containsExactly(50, 0, 25, 25, 5, 5, 5, 5);
        var levels = FakeGpus.host(3, "") + "level 0 1 20\nlevel 1 2 40\nlevel 0 2 0\n";
        assertThat(row(again(levels), 0)).containsExactly("X", "PXB", "PIX");
        assertThat(row(again(levels), 1)).containsExactly("PXB", "X", "NODE");
    }

    /** In a folder of its own: a library that is loaded stays what it is. */
    private GpuInventory again(String host) {
        try {
            return GpuDiscovery.of(
                    FakeGpus.nvml(Files.createTempDirectory(folder, "again"), host)
                            .toString(),
                    Map.of(),
                    folder);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> row(GpuInventory inventory, int gpu) {
        return inventory.links().get(gpu).stream().map(GpuLink::toString).toList();
    }

    @Test
    void withoutTopologyNumaNodesCount() {
        GpuInventory found = of(FakeGpus.PCIE + "fail nvmlDeviceGetTopologyCommonAncestor 3\n");
        assertThat(row(found, 1)).containsExactly("NODE", "X", "NODE", "NODE", "SYS", "SYS", "SYS", "SYS");
    }

    @Test
    void asksLinuxForTheNumaNodeThatTheDriverDoesNotSay() throws IOException {
        Files.createDirectories(folder.resolve("0000:3b:00.0"));
        Files.writeString(folder.resolve("0000:3b:00.0").resolve("numa_node"), "3\n");
        GpuInventory found = of("""
                gpu GPU-a 00000000:3B:00.0 1000 -1 known to Linux
                gpu GPU-b 00000000:3C:00.0 1000 -1 unknown
                """);
        assertThat(found.gpus()).extracting(Gpu::numaNode).containsExactly(3, -1);
        assertThat(found.gpus()).extracting(Gpu::name).containsExactly("known to Linux", "unknown");
        assertThat(found.gpus().getFirst().cpus()).isEmpty();
    }

    @Test
    void everyPartOfAGpuIsOne() {
        GpuInventory found = of(FakeGpus.host(3, "mig %d off") + """
                mig 1 on
                part 1 MIG-aaaa 10000
                part 1 MIG-bbbb 20000
                mig 2 on
                """);
        assertThat(found.gpus()).extracting(Gpu::uuid).containsExactly(FakeGpus.uuid(0), "MIG-aaaa", "MIG-bbbb");
        assertThat(found.gpus()).extracting(Gpu::mig).containsExactly(MigMode.OFF, MigMode.PART, MigMode.PART);
        assertThat(found.gpus()).extracting(Gpu::index).containsExactly(0, 1, 1);
        assertThat(found.gpus()).extracting(Gpu::memoryBytes).containsExactly(80L << 30, 10_000L, 20_000L);
        assertThat(found.gpus().get(2).numaNode()).isZero();
        assertThat(row(found, 1)).containsExactly("PIX", "X", "PIX");
        assertThat(found.problems()).singleElement().asString().contains("GPU 2", "MIG", "no instances");
    }

    @Test
    void saysWhichGpusAreIll() {
        GpuInventory found = of(FakeGpus.host(6, "ecc %d 0") + """
                ecc 1 2
                remapped 2 1 2 1 0
                remapped 3 0 9 0 1
                retired 4 0 3
                retired 4 1 4
                retiring 5
                """);
        assertThat(found.gpus())
                .extracting(Gpu::health)
                .containsExactly(
                        GpuHealth.GOOD,
                        new GpuHealth(2, 0, false, false),
                        new GpuHealth(0, 3, true, false),
                        new GpuHealth(0, 9, false, true),
                        new GpuHealth(0, 7, false, false),
                        new GpuHealth(0, 0, true, false));
        assertThat(found.gpus())
                .extracting(gpu -> gpu.health().trouble().isPresent())
                .containsExactly(false, true, true, true, false, true);
        assertThat(found.gpus().get(1).health().trouble().orElseThrow()).contains("2 uncorrected", "reset");
        assertThat(found.gpus().get(3).health().trouble().orElseThrow()).contains("replaced");
    }

    @Test
    void withoutTheLibraryThereAreNoGpus() {
        assertThat(GpuDiscovery.of("libno-such-library.so.1", Map.of(), folder)).isEqualTo(GpuInventory.NONE);
        assertThat(GpuDiscovery.of("/no/such/library.so", Map.of(), folder)).isEqualTo(GpuInventory.NONE);
        assertThat(GpuInventory.NONE.lines()).isEmpty();
    }

    @Test
    void aLibraryThatIsNoneIsAProblem() throws IOException {
        Path text = Files.writeString(folder.resolve("text.so"), "text");
        GpuInventory found = GpuDiscovery.of(text.toString(), Map.of(), folder);
        assertThat(found.gpus()).isEmpty();
        assertThat(found.problems()).singleElement().asString().contains("text.so", "can't be loaded");
    }

    @Test
    void aLibraryThatFailsGivesNoGpusAndOneSentence() {
        GpuInventory mismatch = of(FakeGpus.PCIE + "fail nvmlInit_v2 18\n");
        assertThat(mismatch.gpus()).isEmpty();
        assertThat(mismatch.problems())
                .singleElement()
                .asString()
                .contains("Driver/library version mismatch", "reboot", "nvmlInit_v2 gave 18");
        GpuInventory noDriver = again(FakeGpus.PCIE + "fail nvmlDeviceGetCount_v2 9\n");
        assertThat(noDriver.gpus()).isEmpty();
        assertThat(noDriver.problems()).singleElement().asString().contains("Driver Not Loaded");
    }

    @Test
    void aLibraryOfAnotherKindGivesOneSentence() {
        GpuInventory found = GpuDiscovery.of("libc.so.6", Map.of(), folder);
        assertThat(found.gpus()).isEmpty();
        assertThat(found.problems()).singleElement().asString().contains("libc.so.6", "nvmlInit_v2");
    }

    @Test
    void aLostGpuDoesNotHideTheOthers() {
        GpuInventory found =
                of(FakeGpus.PCIE + "failgpu 2 nvmlDeviceGetHandleByIndex_v2 15\nfailgpu 4 nvmlDeviceGetUUID 15\n");
        assertThat(found.gpus()).extracting(Gpu::index).containsExactly(0, 1, 3, 5, 6, 7);
        assertThat(found.links()).hasSize(6);
        assertThat(row(found, 2)).containsExactly("PHB", "PHB", "X", "SYS", "SYS", "SYS");
        assertThat(found.problems()).hasSize(2);
        assertThat(found.problems().getFirst()).contains("GPU 2", "GPU is lost");
    }

    @Test
    void thoseThatASchedulerHidesAreNotThere() {
        GpuInventory all = of(FakeGpus.DGX_1);
        assertThat(indices(all.visible("3,1"))).containsExactly(3, 1);
        assertThat(row(all.visible("3,0"), 0)).containsExactly("X", "NV2");
        assertThat(indices(all.visible("2,9,1"))).containsExactly(2);
        assertThat(indices(all.visible("1, 1,2"))).containsExactly(1);
        assertThat(indices(all.visible(""))).isEmpty();
        assertThat(indices(all.visible("-1"))).isEmpty();
        assertThat(indices(all.visible("NoDevFiles"))).isEmpty();
        assertThat(indices(all.visible(FakeGpus.uuid(6) + ",GPU-000000a2"))).containsExactly(6, 2);
    }

    @Test
    void theEnvironmentOfASchedulerCounts() {
        assertThat(indices(of(FakeGpus.DGX_1, Map.of("CUDA_VISIBLE_DEVICES", "6"))))
                .containsExactly(6);
    }

    private static List<Integer> indices(GpuInventory inventory) {
        return inventory.gpus().stream().map(Gpu::index).toList();
    }

    @Test
    void canBeReadByPeople() {
        assertThat(of(FakeGpus.host(2, "") + "ecc 1 3\n").lines())
                .containsExactly(
                        "NVIDIA driver 570.86.15, GPUs: 2",
                        "GPU 0: NVIDIA A100-SXM4-80GB (" + FakeGpus.uuid(0)
                                + "), 80.0 GiB, 78.8 free, compute capability 8.0, PCI 00000000:07:00.0, NUMA node 0",
                        "GPU 1: NVIDIA A100-SXM4-80GB (" + FakeGpus.uuid(1)
                                + "), 80.0 GiB, 78.8 free, compute capability 8.0, PCI 00000000:08:00.0, NUMA node 0;"
                                + " not used: its memory had 3 uncorrected ECC errors: reset it (nvidia-smi --gpu-reset)",
                        "links of GPU 0: X    PIX",
                        "links of GPU 1: PIX  X");
    }
}
