package dev.weft.graph;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.runtime.UsageException;
import dev.weft.runtime.gpu.GpuDiscovery;
import dev.weft.runtime.testing.FakeGpus;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BenchGpuCommandTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @AfterEach
    void playNoMore() {
        System.clearProperty("weft.cuda.library");
        System.clearProperty(GpuDiscovery.LIBRARY);
        System.clearProperty("weft.gpu.claims");
    }

    private int bench(String host) {
        System.setProperty(
                "weft.cuda.library",
                FakeGpus.cuda(folder, host, DeviceSums.class, "row_sums.cu").toString());
        System.setProperty(GpuDiscovery.LIBRARY, FakeGpus.nvml(folder, host).toString());
        System.setProperty("weft.gpu.claims", folder.resolve("claims").toString());
        var values = Map.of("graph", "kronecker:scale=8,degree=8,seed=1", "trials", "2");
        return new BenchGpuCommand().run(values, new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
    }

    @Test
    void listsMeasuresAndChecks() {
        assertThat(bench(FakeGpus.host(2, ""))).isZero();
        assertThat(err.toString(UTF_8)).isEmpty();
        assertThat(out.toString(UTF_8).lines())
                .anySatisfy(line -> assertThat(line).startsWith("GPU 1: NVIDIA A100-SXM4-80GB (" + FakeGpus.uuid(1)))
                .anySatisfy(
                        line -> assertThat(line).matches("kronecker:scale=8.*: \\d+ vertices, [\\d,]+ in-neighbours"))
                .anySatisfy(line ->
                        assertThat(line).matches("  sums on the GPU, by its clock +[0-9.]+ \\([0-9.]+ to [0-9.]+\\)"))
                .anySatisfy(
                        line -> assertThat(line).matches("memory: \\d+ GB/s .* \\d+ % of the 128 that it can do; .*"))
                .anySatisfy(line -> assertThat(line).matches("largest difference .*: [0-9.]+e[-+]\\d+ of it"));
    }

    @Test
    void saysWhereThereIsNone() {
        System.setProperty(GpuDiscovery.LIBRARY, "libno-such-nvml.so");
        System.setProperty("weft.gpu.claims", folder.resolve("claims").toString());
        assertThatThrownBy(() -> new BenchGpuCommand()
                        .run(Map.of(), new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8)))
                .isInstanceOf(UsageException.class)
                .hasMessage("gpus=1 for each of ranks=1 is 1, but this host has no GPU with NVIDIA's driver");
    }
}
