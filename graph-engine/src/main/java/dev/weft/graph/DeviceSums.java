package dev.weft.graph;

import dev.weft.runtime.Device;
import dev.weft.runtime.ThreadTeam;
import dev.weft.runtime.UsageException;
import dev.weft.runtime.gpu.DeviceBuffer;
import dev.weft.runtime.gpu.DeviceContext;
import dev.weft.runtime.gpu.Kernel;
import dev.weft.runtime.gpu.KernelModule;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Locale;

/**
 * A rank's sums over in-neighbours on its GPU. The adjacency stays there; messages go there before, and sums come back after each run. A
 * sum is off the CPU's by rounding alone, as its terms are added in another order, and is the same bits on any GPU and for any ranks.
 */
final class DeviceSums implements AutoCloseable {
    private static final String[] KERNELS = {"row_sums_1", "row_sums_8", "row_sums_32", "row_sums_256"};
    /** Threads for a row, by class. */
    private static final int[] LANES = {1, 8, 32, 256};

    private static final int BLOCK = 256;
    /** Values that are copied at a time. */
    private static final int STAGED = 1 << 22;

    private static final int PIECE = 1 << 16;
    private static final double MEBIBYTE = 1 << 20;

    private final DeviceContext context;
    private final DeviceBuffer offsets;
    private final DeviceBuffer neighbours;
    private final DeviceBuffer messages;
    private final DeviceBuffer sums;
    private final RowClass[] classes = new RowClass[KERNELS.length];
    private final MemorySegment staged;
    private final MemorySegment received;

    private record RowClass(Kernel kernel, DeviceBuffer rows, int count, int blocks) {}

    private DeviceSums(DeviceContext context, DeviceRows rows, int vertices) {
        this.context = context;
        KernelModule module = context.load(DeviceSums.class, "row_sums.ptx");
        this.staged = context.allocateOnHost((long) STAGED * Long.BYTES);
        this.received = context.allocateOnHost((long) rows.count() * Double.BYTES);
        this.offsets = context.allocate((long) rows.offsets.length * Long.BYTES);
        this.neighbours = context.allocate(rows.entries() * Integer.BYTES);
        this.messages = context.allocate((long) vertices * Double.BYTES);
        this.sums = context.allocate(received.byteSize());
        upload(rows.offsets, offsets);
        rows.eachPartition((ofPartition, before) -> upload(ofPartition, neighbours, before));
        for (int i = 0; i < classes.length; i++) {
            int[] ofClass = rows.classes[i];
            DeviceBuffer list = context.allocate((long) ofClass.length * Integer.BYTES);
            upload(ofClass, list, 0);
            int blocks = Math.ceilDiv(ofClass.length, BLOCK / LANES[i]);
            classes[i] = new RowClass(module.kernel(KERNELS[i]), list, ofClass.length, blocks);
        }
    }

    /**
     * Brings a rank's rows there.
     *
     * @param vertices how many there are messages of
     * @throws dev.weft.runtime.gpu.CudaException if the GPU can't be used
     * @throws UsageException if its memory, or the rank's share of it, is too small
     */
    static DeviceSums open(Device device, DeviceRows rows, int vertices) {
        DeviceContext context = DeviceContext.open(device);
        try {
            requireRoom(context, rows, vertices);
            return new DeviceSums(context, rows, vertices);
        } catch (Throwable failure) {
            try {
                context.close();
            } catch (RuntimeException more) {
                failure.addSuppressed(more);
            }
            throw failure;
        }
    }

    private static void requireRoom(DeviceContext context, DeviceRows rows, int vertices) {
        long needed = bytes(rows, vertices);
        long room = Math.min(context.freeBytes(), context.device().shareBytes());
        if (needed > room) {
            throw new UsageException(String.format(
                    Locale.ROOT,
                    "this rank's part of the graph needs %.0f MiB on GPU %d, which has %.0f MiB for it: give more ranks or GPUs",
                    Math.ceil(needed / MEBIBYTE),
                    context.device().index(),
                    Math.floor(room / MEBIBYTE)));
        }
    }

    static long bytes(DeviceRows rows, int vertices) {
        long ofRows = (long) rows.count() * (Long.BYTES + Integer.BYTES + Double.BYTES) + Long.BYTES;
        return rows.entries() * Integer.BYTES + ofRows + (long) vertices * Double.BYTES;
    }

    /** Through memory that copies are fast from. */
    private void upload(long[] values, DeviceBuffer to) {
        for (int from = 0; from < values.length; from += STAGED) {
            int count = Math.min(STAGED, values.length - from);
            MemorySegment.copy(values, from, staged, ValueLayout.JAVA_LONG, 0, count);
            to.upload(staged.asSlice(0, (long) count * Long.BYTES), (long) from * Long.BYTES);
        }
    }

    private void upload(int[] values, DeviceBuffer to, long before) {
        for (int from = 0; from < values.length; from += STAGED) {
            int count = Math.min(STAGED, values.length - from);
            MemorySegment.copy(values, from, staged, ValueLayout.JAVA_INT, 0, count);
            to.upload(staged.asSlice(0, (long) count * Integer.BYTES), (before + from) * Integer.BYTES);
        }
    }

    /**
     * Adds up, for each of the rank's vertices, the messages of its in-neighbours.
     *
     * @param values bits of doubles, of all vertices
     */
    void run(long[] values, ThreadTeam team) {
        send(values, team);
        launch();
        receive();
    }

    void send(long[] values, ThreadTeam team) {
        for (int from = 0; from < values.length; from += STAGED) {
            int first = from;
            int count = Math.min(STAGED, values.length - from);
            team.forEachChunk(Math.ceilDiv(count, PIECE), (piece, _) -> {
                int at = piece * PIECE;
                MemorySegment.copy(
                        values,
                        first + at,
                        staged,
                        ValueLayout.JAVA_LONG,
                        (long) at * Long.BYTES,
                        Math.min(PIECE, count - at));
            });
            messages.upload(staged.asSlice(0, (long) count * Long.BYTES), (long) from * Long.BYTES);
        }
    }

    void receive() {
        sums.download(0, received);
    }

    DeviceContext context() {
        return context;
    }

    /** Begins the sums of the messages that are there. */
    void launch() {
        for (RowClass each : classes) {
            each.kernel.launch(each.blocks, BLOCK, offsets, neighbours, messages, each.rows, each.count, sums);
        }
    }

    /** The bits of the sums of the vertices from {@code from} to before {@code to}, to the beginning of {@code values}. */
    void copy(int from, int to, long[] values) {
        MemorySegment.copy(received, ValueLayout.JAVA_LONG, (long) from * Long.BYTES, values, 0, to - from);
    }

    @Override
    public void close() {
        context.close();
    }
}
