package dev.weft.runtime.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.runtime.Device;
import dev.weft.runtime.testing.FakeGpus;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a driver that runs kernels on the CPU. */
final class DeviceContextTest {
    private static final String SMALL = "gpu %s 00000000:07:00.0 4096 0 small\n".formatted(FakeGpus.uuid(0));

    @TempDir
    Path folder;

    private Path library;

    @AfterEach
    void playNoMore() {
        System.clearProperty(CudaDriver.LIBRARY);
    }

    private DeviceContext open(String host, int gpu) {
        library = FakeGpus.cuda(folder, host, FakeGpus.class, "/fakes/trial.cu");
        System.setProperty(CudaDriver.LIBRARY, library.toString());
        return DeviceContext.open(device(gpu));
    }

    private static Device device(int gpu) {
        return new Device(gpu, FakeGpus.uuid(gpu), "small", 4096, 1000);
    }

    private int live() {
        return NativeLibrary.find(library.toString()).orElseThrow().call("fakeLive");
    }

    private static double[] doubles(DeviceBuffer buffer, int count) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment values = arena.allocate(ValueLayout.JAVA_DOUBLE, count);
            buffer.download(0, values);
            return values.toArray(ValueLayout.JAVA_DOUBLE);
        }
    }

    private static DeviceBuffer upload(DeviceContext context, double... values) {
        MemorySegment host = context.allocateOnHost((long) values.length * Double.BYTES);
        MemorySegment.copy(values, 0, host, ValueLayout.JAVA_DOUBLE, 0, values.length);
        DeviceBuffer buffer = context.allocate(host.byteSize());
        buffer.upload(host, 0);
        return buffer;
    }

    @Test
    void runsAKernelOnWhatWasUploaded() {
        try (DeviceContext context = open(FakeGpus.PCIE, 5)) {
            DeviceBuffer from = upload(context, 1, 2, 3, 4, 5);
            DeviceBuffer to = context.allocate(5 * Double.BYTES);
            Kernel scale = context.load(FakeGpus.class, "/fakes/trial.ptx").kernel("trial_scale");
            double seconds = context.seconds(() -> scale.launch(2, 4, from, to, 5, 10_000_000_000L));
            assertThat(doubles(to, 5)).containsExactly(1e10 + 2, 1e10 + 4, 1e10 + 6, 1e10 + 8, 1e10 + 10);
            assertThat(seconds).isBetween(0.0, 10.0);
            scale.launch(0, 4, from, to, 5, 1L);
            to.copyFrom(from);
            context.synchronize();
            assertThat(doubles(to, 5)).containsExactly(1, 2, 3, 4, 5);
        }
        assertThat(live()).isZero();
    }

    @Test
    void threadsOfABlockWaitForEachOther() {
        try (DeviceContext context = open(SMALL, 0)) {
            var values = new double[128];
            for (int i = 0; i < values.length; i++) {
                values[i] = 1L << i % 50;
            }
            DeviceBuffer sums = context.allocate(2 * Double.BYTES);
            KernelModule module = context.load(FakeGpus.class, "/fakes/trial.ptx");
            module.kernel("trial_sum").launch(2, 64, upload(context, values), sums);
            double first = 0;
            double second = 0;
            for (int i = 0; i < 64; i++) {
                first += values[i];
                second += values[64 + i];
            }
            assertThat(doubles(sums, 2)).containsExactly(first, second);
        }
    }

    @Test
    void anyThreadMayCall() throws Exception {
        try (DeviceContext context = open(FakeGpus.PCIE, 1)) {
            DeviceBuffer buffer = upload(context, 7);
            double[] seen =
                    CompletableFuture.supplyAsync(() -> doubles(buffer, 1)).get();
            assertThat(seen).containsExactly(7);
        }
    }

    @Test
    void ranksThatShareAGpuHaveTheirOwn() {
        try (DeviceContext one = open(FakeGpus.PCIE, 1)) {
            DeviceBuffer ofOne = upload(one, 1);
            try (DeviceContext other = DeviceContext.open(device(1))) {
                DeviceBuffer ofOther = upload(other, 2);
                assertThat(doubles(ofOther, 1)).containsExactly(2);
            }
            assertThat(doubles(ofOne, 1)).containsExactly(1);
        }
        assertThat(live()).isZero();
    }

    @Test
    void errorsNameCallGpuAndError() {
        try (DeviceContext context = open(SMALL, 0)) {
            assertThat(context.freeBytes()).isEqualTo(4096);
            assertThatThrownBy(() -> context.allocate(8192))
                    .isInstanceOf(CudaException.class)
                    .hasMessage("cuMemAlloc_v2 on GPU 0 (" + FakeGpus.uuid(0)
                            + ") failed: CUDA_ERROR_OUT_OF_MEMORY, out of memory")
                    .extracting(thrown -> ((CudaException) thrown).error())
                    .isEqualTo("CUDA_ERROR_OUT_OF_MEMORY");
            assertThatThrownBy(() -> context.load("no PTX"))
                    .hasMessageContaining("cuModuleLoadDataEx")
                    .hasMessageContaining("CUDA_ERROR_INVALID_PTX")
                    .hasMessageEndingWith(": ptxas: no kernels, line 1");
            KernelModule module = context.load(FakeGpus.class, "/fakes/trial.ptx");
            assertThatThrownBy(() -> module.kernel("other")).hasMessageContaining("CUDA_ERROR_NOT_FOUND");
            Kernel scale = module.kernel("trial_scale");
            assertThatThrownBy(() -> scale.launch(1, 32, "text")).isInstanceOf(IllegalArgumentException.class);
            Kernel stuck = module.kernel("trial_stuck");
            DeviceBuffer buffer = context.allocate(512);
            assertThatThrownBy(() -> stuck.launch(1, 32, buffer)).hasMessageContaining("CUDA_ERROR_LAUNCH_FAILED");
        }
    }

    @Test
    void copiesStayInTheirBuffer() {
        try (DeviceContext context = open(SMALL, 0)) {
            DeviceBuffer buffer = context.allocate(16);
            MemorySegment host = context.allocateOnHost(16);
            assertThatThrownBy(() -> buffer.upload(host, 8)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> buffer.download(-1, host)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> buffer.copyFrom(context.allocate(17)))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            DeviceBuffer none = context.allocate(0);
            none.upload(context.allocateOnHost(0), 0);
            assertThat(none.bytes()).isZero();
            assertThat(context.peakBytesPerSecond()).isEqualTo(2 * 1e9 * 64);
        }
        assertThat(live()).isZero();
    }

    @Test
    void aClosedContextSaysSo() {
        DeviceContext context = open(SMALL, 0);
        context.close();
        context.close();
        assertThatThrownBy(() -> context.allocate(8))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is closed");
    }

    @Test
    void saysWhereThereIsNoDriver() {
        System.setProperty(CudaDriver.LIBRARY, "libno-such-cuda.so.1");
        assertThatThrownBy(() -> DeviceContext.open(device(0)))
                .isInstanceOf(CudaException.class)
                .hasMessageContaining("no library libno-such-cuda.so.1");
        System.setProperty(CudaDriver.LIBRARY, "libc.so.6");
        assertThatThrownBy(() -> DeviceContext.open(device(0)))
                .isInstanceOf(CudaException.class)
                .hasMessageContaining("libc.so.6 has no function cuInit");
    }

    @Test
    void saysWhereTheDriverFindsNoGpu() {
        assertThatThrownBy(() -> open("", 0)).hasMessageContaining("cuInit on this host failed: CUDA_ERROR_NO_DEVICE");
    }

    @Test
    void saysWhereTheGpuIsHidden() {
        assertThatThrownBy(() -> open(SMALL, 3))
                .hasMessageContaining("1 GPUs and not " + FakeGpus.uuid(3))
                .hasMessageContaining("CUDA_VISIBLE_DEVICES");
        assertThatThrownBy(() -> DeviceContext.open(new Device(0, "MIG-GPU-1/2/3", "part", 1, 1000)))
                .hasMessageContaining("is no UUID");
    }
}
