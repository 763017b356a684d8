package dev.weft.runtime.gpu;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

/** Memory on a GPU. */
public final class DeviceBuffer {
    private final DeviceContext context;
    private final long address;
    private final long bytes;

    DeviceBuffer(DeviceContext context, long address, long bytes) {
        this.context = context;
        this.address = address;
        this.bytes = bytes;
    }

    long address() {
        return address;
    }

    public long bytes() {
        return bytes;
    }

    /**
     * Copies all of a native segment to here, from byte {@code at} on.
     *
     * @throws IndexOutOfBoundsException if it is too long
     */
    public void upload(MemorySegment from, long at) {
        Objects.checkFromIndexSize(at, from.byteSize(), bytes);
        if (from.byteSize() > 0) {
            context.call("cuMemcpyHtoD_v2", address + at, from, from.byteSize());
        }
    }

    /** Fills a native segment with what stands here from byte {@code at} on. Waits for the kernels that were begun before. */
    public void download(long at, MemorySegment to) {
        Objects.checkFromIndexSize(at, to.byteSize(), bytes);
        if (to.byteSize() > 0) {
            context.call("cuMemcpyDtoH_v2", to, address + at, to.byteSize());
        }
    }

    /** Copies all of a buffer of the same GPU to the beginning of this one. */
    public void copyFrom(DeviceBuffer other) {
        Objects.checkFromIndexSize(0, other.bytes, bytes);
        context.call("cuMemcpyDtoD_v2", address, other.address, other.bytes);
    }
}
