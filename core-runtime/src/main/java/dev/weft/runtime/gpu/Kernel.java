package dev.weft.runtime.gpu;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A function that a GPU runs in many threads. */
public final class Kernel {
    private static final int MOST_ARGUMENTS = 16;

    private final DeviceContext context;
    private final String name;
    private final MemorySegment function;
    private final MemorySegment values;
    private final MemorySegment addresses;

    Kernel(DeviceContext context, String name, MemorySegment function) {
        this.context = context;
        this.name = name;
        this.function = function;
        this.values = context.arguments(MOST_ARGUMENTS);
        this.addresses = context.arguments(MOST_ARGUMENTS);
        for (int i = 0; i < MOST_ARGUMENTS; i++) {
            addresses.setAtIndex(ValueLayout.ADDRESS, i, values.asSlice((long) i * Long.BYTES));
        }
    }

    /**
     * Begins to run it, after all that was begun before.
     *
     * @param arguments of the kernel's types, which nobody checks: {@code DeviceBuffer} for a pointer, {@code Integer}, {@code Long},
     *     {@code Double}
     */
    public void launch(int blocks, int threadsPerBlock, Object... arguments) {
        if (blocks == 0) {
            return;
        }
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case DeviceBuffer buffer -> values.setAtIndex(ValueLayout.JAVA_LONG, i, buffer.address());
                case Integer number -> values.set(ValueLayout.JAVA_INT, (long) i * Long.BYTES, number);
                case Long number -> values.setAtIndex(ValueLayout.JAVA_LONG, i, number);
                case Double number -> values.setAtIndex(ValueLayout.JAVA_DOUBLE, i, number);
                default ->
                    throw new IllegalArgumentException(name + ": a kernel takes no "
                            + arguments[i].getClass().getName());
            }
        }
        context.call(
                "cuLaunchKernel",
                function,
                blocks,
                1,
                1,
                threadsPerBlock,
                1,
                1,
                0,
                MemorySegment.NULL,
                addresses,
                MemorySegment.NULL);
    }
}
