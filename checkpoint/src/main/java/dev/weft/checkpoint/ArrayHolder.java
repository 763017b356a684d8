package dev.weft.checkpoint;

import java.lang.foreign.MemorySegment;

/** An array of primitives whose slices are the partitions, one after another. */
public final class ArrayHolder implements Holder {
    private final String type;
    private final MemorySegment array;
    private final int elementBytes;
    private final Partitions partitions;
    private final int[] starts;

    private ArrayHolder(String type, MemorySegment array, int elementBytes, Partitions partitions, int[] starts) {
        this.type = type;
        this.array = array;
        this.elementBytes = elementBytes;
        this.partitions = partitions;
        this.starts = starts;
        int length = Math.toIntExact(array.byteSize() / elementBytes);
        if (starts.length != partitions.owned() + 1 || length != starts[starts.length - 1]) {
            throw new IllegalArgumentException("an array of " + length
                    + " elements: these partitions of this rank have " + starts[starts.length - 1]);
        }
    }

    /**
     * @param starts where the slice of each owned partition begins, and, last, the array's length
     * @throws IllegalArgumentException if it is no {@code double[]}, {@code long[]}, {@code int[]}, {@code float[]} or {@code byte[]}, or of another
     *     length
     */
    public static ArrayHolder of(Object array, Partitions partitions, int[] starts) {
        return switch (array) {
            case double[] a -> new ArrayHolder("double[]", MemorySegment.ofArray(a), Double.BYTES, partitions, starts);
            case long[] a -> new ArrayHolder("long[]", MemorySegment.ofArray(a), Long.BYTES, partitions, starts);
            case int[] a -> new ArrayHolder("int[]", MemorySegment.ofArray(a), Integer.BYTES, partitions, starts);
            case float[] a -> new ArrayHolder("float[]", MemorySegment.ofArray(a), Float.BYTES, partitions, starts);
            case byte[] a -> new ArrayHolder("byte[]", MemorySegment.ofArray(a), 1, partitions, starts);
            default ->
                throw new IllegalArgumentException(
                        "a checkpoint holds arrays of double, long, int, float and byte, no " + array.getClass());
        };
    }

    @Override
    public String type() {
        return type;
    }

    @Override
    public Partitions partitions() {
        return partitions;
    }

    @Override
    public MemorySegment bytes(int partition) {
        return slice(partition).asReadOnly();
    }

    @Override
    public void restore(int partition, MemorySegment bytes) {
        slice(partition).copyFrom(bytes);
    }

    private MemorySegment slice(int partition) {
        int index = partitions.requireOwned(partition) - partitions.first();
        long from = (long) starts[index] * elementBytes;
        long to = (long) starts[index + 1] * elementBytes;
        return array.asSlice(from, to - from);
    }
}
