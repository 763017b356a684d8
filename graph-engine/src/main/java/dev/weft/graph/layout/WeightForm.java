package dev.weft.graph.layout;

import dev.weft.graph.source.EdgeBag;
import dev.weft.graph.store.ColumnType;
import dev.weft.runtime.ThreadTeam;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** How the weights of a graph are held, from no weights at all to the widest form. Each form holds what those before it hold. */
enum WeightForm {
    NONE(0),
    BYTES(Byte.BYTES),
    INTS(Integer.BYTES),
    DOUBLES(Double.BYTES);

    private static final int ALL_BUT_A_BYTE = ~0xff;

    private final int width;

    WeightForm(int width) {
        this.width = width;
    }

    /** Bytes that a weight takes. */
    int width() {
        return width;
    }

    /** The narrowest form that holds all weights of the graph exactly, the same on all workers. Collective among their leading ranks. */
    static WeightForm of(EdgeBag bag, Workers workers, ThreadTeam team) {
        var widest = new AtomicInteger((bag.weighted() ? BYTES : NONE).width);
        if (bag.weighted()) {
            team.forEachChunk(
                    bag.blockCount(), (block, _) -> widest.accumulateAndGet(of(bag.weights(block)).width, Math::max));
        }
        return withWidth(workers.largest(widest.get())).orElseThrow();
    }

    private static WeightForm of(MemorySegment weights) {
        long count = weights.byteSize() / Double.BYTES;
        int bits = 0;
        for (long i = 0; i < count; i++) {
            double weight = weights.getAtIndex(EdgeBag.WEIGHT, i);
            int whole = (int) weight;
            if (whole != weight) {
                return DOUBLES;
            }
            bits |= whole;
        }
        return (bits & ALL_BUT_A_BYTE) == 0 ? BYTES : INTS;
    }

    static WeightForm of(Weights weights) {
        return switch (weights) {
            case Weights.Bytes _ -> BYTES;
            case Weights.Ints _ -> INTS;
            case Weights.Doubles _ -> DOUBLES;
        };
    }

    static Optional<WeightForm> withWidth(long width) {
        return Arrays.stream(values()).filter(form -> form.width == width).findFirst();
    }

    /** The type of their column in a file, if there are any. */
    Optional<ColumnType> stored() {
        return switch (this) {
            case NONE -> Optional.empty();
            case BYTES -> Optional.of(ColumnType.UINT8);
            case INTS -> Optional.of(ColumnType.INT32);
            case DOUBLES -> Optional.of(ColumnType.FLOAT64);
        };
    }

    static Optional<WeightForm> stored(ColumnType type) {
        return Arrays.stream(values())
                .filter(form -> form.stored().equals(Optional.of(type)))
                .findFirst();
    }

    /** For partitions that are not here. */
    Weights[] absent(int partitions) {
        var weights = new Weights[partitions];
        Arrays.fill(weights, allocate(0));
        return weights;
    }

    /** Places for as many weights. */
    Weights allocate(int entries) {
        return switch (this) {
            case NONE -> throw new IllegalStateException("a graph without weights has no place for them");
            case BYTES -> new Weights.Bytes(new byte[entries]);
            case INTS -> new Weights.Ints(new int[entries]);
            case DOUBLES -> new Weights.Doubles(new double[entries]);
        };
    }

    static void put(Weights weights, int entry, double weight) {
        switch (weights) {
            case Weights.Bytes(byte[] values) -> values[entry] = (byte) (int) weight;
            case Weights.Ints(int[] values) -> values[entry] = (int) weight;
            case Weights.Doubles(double[] values) -> values[entry] = weight;
        }
    }
}
