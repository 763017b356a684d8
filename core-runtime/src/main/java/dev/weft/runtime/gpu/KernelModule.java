package dev.weft.runtime.gpu;

import java.lang.foreign.MemorySegment;

/** Kernels that were translated together. */
public final class KernelModule {
    private final DeviceContext context;
    private final MemorySegment module;

    KernelModule(DeviceContext context, MemorySegment module) {
        this.context = context;
        this.module = module;
    }

    /** @throws CudaException if there is none of this name */
    public Kernel kernel(String name) {
        return new Kernel(context, name, context.function(module, name));
    }
}
