package dev.weft.runtime.gpu;

import dev.weft.runtime.Device;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Work on one GPU: memory on it, and kernels. What is made here ends when this is closed. One thread works with it at a time; calls are
 * done in the order in which they are made. All throw {@link CudaException}.
 */
public final class DeviceContext implements AutoCloseable {
    private static final int JIT_ERROR_LOG_BUFFER = 5;
    private static final int JIT_ERROR_LOG_BUFFER_SIZE = 6;
    private static final int JIT_LOG_BYTES = 8192;
    private static final int MEMORY_CLOCK_KILOHERTZ = 36;
    private static final int MEMORY_BUS_BITS = 37;
    private static final double MILLIS = 1e-3;

    private final Device device;
    private final CudaDriver driver;
    private final int handle;
    private final MemorySegment context;
    private final Arena arena = Arena.ofAuto();
    private final MemorySegment out = arena.allocate(ValueLayout.JAVA_LONG, 2);
    private final Deque<Runnable> undo = new ArrayDeque<>();
    private boolean closed;

    private DeviceContext(Device device, CudaDriver driver) {
        this.device = device;
        this.driver = driver;
        this.handle = driver.handle(driver.ordinal(device.uuid()));
        driver.call("cuDevicePrimaryCtxRetain", where(), out, handle);
        this.context = out.get(ValueLayout.ADDRESS, 0);
    }

    /** @throws CudaException also if this host has no CUDA driver, or the driver doesn't show the GPU to this process */
    public static DeviceContext open(Device device) {
        return new DeviceContext(device, CudaDriver.ofThisHost());
    }

    public Device device() {
        return device;
    }

    String where() {
        return "GPU " + device.index() + " (" + device.uuid() + ")";
    }

    /** Whichever thread calls: the driver knows the current context by thread. */
    void call(String function, Object... arguments) {
        makeCurrent();
        driver.call(function, where(), arguments);
    }

    private void makeCurrent() {
        if (closed) {
            throw new IllegalStateException("the context of " + where() + " is closed");
        }
        driver.call("cuCtxSetCurrent", where(), context);
    }

    private long longOf(String function, Object... arguments) {
        var all = new Object[arguments.length + 1];
        all[0] = out;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        call(function, all);
        return out.get(ValueLayout.JAVA_LONG, 0);
    }

    // ---- memory

    /** Memory on the GPU, of undefined content. */
    public DeviceBuffer allocate(long bytes) {
        // No memory at all can't be had.
        long address = longOf("cuMemAlloc_v2", Math.max(1, bytes));
        undo.push(() -> call("cuMemFree_v2", address));
        return new DeviceBuffer(this, address, bytes);
    }

    /** Memory of the host that copies to and from the GPU are fastest with. */
    @SuppressWarnings("restricted")
    public MemorySegment allocateOnHost(long bytes) {
        call("cuMemAllocHost_v2", out, Math.max(1, bytes));
        MemorySegment segment = out.get(ValueLayout.ADDRESS, 0).reinterpret(bytes);
        undo.push(() -> call("cuMemFreeHost", segment));
        return segment;
    }

    /** Memory that nobody has now. */
    public long freeBytes() {
        return longOf("cuMemGetInfo_v2", out.asSlice(Long.BYTES));
    }

    // ---- kernels

    /** Translates PTX that lies beside a class in its jar. */
    public KernelModule load(Class<?> owner, String resource) {
        try (InputStream in = owner.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException("there is no " + resource + " beside " + owner.getName());
            }
            return load(new String(in.readAllBytes(), StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Translates kernels for this GPU. What the translator says of an error stands in the exception. */
    public KernelModule load(String ptx) {
        try (Arena own = Arena.ofConfined()) {
            MemorySegment log = own.allocate(JIT_LOG_BYTES);
            MemorySegment options =
                    own.allocateFrom(ValueLayout.JAVA_INT, JIT_ERROR_LOG_BUFFER, JIT_ERROR_LOG_BUFFER_SIZE);
            MemorySegment values = own.allocate(ValueLayout.ADDRESS, 2);
            values.setAtIndex(ValueLayout.ADDRESS, 0, log);
            values.setAtIndex(ValueLayout.JAVA_LONG, 1, JIT_LOG_BYTES);
            makeCurrent();
            int status = driver.library().call("cuModuleLoadDataEx", out, own.allocateFrom(ptx), 2, options, values);
            if (status != 0) {
                throw driver.failure("cuModuleLoadDataEx", where(), status, log.getString(0));
            }
            MemorySegment module = out.get(ValueLayout.ADDRESS, 0);
            undo.push(() -> call("cuModuleUnload", module));
            return new KernelModule(this, module);
        }
    }

    MemorySegment function(MemorySegment module, String name) {
        try (Arena own = Arena.ofConfined()) {
            call("cuModuleGetFunction", out, module, own.allocateFrom(name));
            return out.get(ValueLayout.ADDRESS, 0);
        }
    }

    MemorySegment arguments(int count) {
        return arena.allocate(ValueLayout.JAVA_LONG, count);
    }

    /** Waits for the end of all that was begun. */
    public void synchronize() {
        call("cuCtxSynchronize");
    }

    /** How long the GPU works on what {@code work} begins, by its own clock. */
    public double seconds(Runnable work) {
        MemorySegment begin = event();
        MemorySegment end = event();
        try {
            call("cuEventRecord", begin, MemorySegment.NULL);
            work.run();
            call("cuEventRecord", end, MemorySegment.NULL);
            call("cuEventSynchronize", end);
            call("cuEventElapsedTime", out, begin, end);
            return out.get(ValueLayout.JAVA_FLOAT, 0) * MILLIS;
        } finally {
            call("cuEventDestroy_v2", begin);
            call("cuEventDestroy_v2", end);
        }
    }

    private MemorySegment event() {
        call("cuEventCreate", out, 0);
        return out.get(ValueLayout.ADDRESS, 0);
    }

    /** What its memory can do at most, by its clock and width; 0 if the driver doesn't say. */
    public double peakBytesPerSecond() {
        double transfersPerSecond = 2e3 * attribute(MEMORY_CLOCK_KILOHERTZ);
        return transfersPerSecond * attribute(MEMORY_BUS_BITS) / Byte.SIZE;
    }

    private int attribute(int number) {
        call("cuDeviceGetAttribute", out, number, handle);
        return out.get(ValueLayout.JAVA_INT, 0);
    }

    /** Frees what was made here, the last first. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        try {
            while (!undo.isEmpty()) {
                undo.pop().run();
            }
        } finally {
            closed = true;
            driver.call("cuDevicePrimaryCtxRelease_v2", where(), handle);
        }
    }
}
