package dev.weft.graph;

import dev.weft.checkpoint.Holder;
import dev.weft.checkpoint.Partitions;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Buckets as the number of the next one: what waits is every vertex whose distance lies in that bucket or a later one, since all
 * earlier ones are settled.
 */
final class BucketsHolder implements Holder {
    private static final ValueLayout.OfLong NUMBER = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final Buckets buckets;
    private final Partitions partitions;
    private volatile long restoring = Bins.NONE;

    BucketsHolder(Buckets buckets, Partitions partitions) {
        this.buckets = buckets;
        this.partitions = partitions;
    }

    @Override
    public String type() {
        return "buckets of width " + buckets.width();
    }

    @Override
    public Partitions partitions() {
        return partitions;
    }

    @Override
    public MemorySegment bytes(int partition) {
        var bytes = MemorySegment.ofArray(new byte[Long.BYTES]);
        bytes.set(NUMBER, 0, buckets.next());
        return bytes;
    }

    @Override
    public void restore(int partition, MemorySegment bytes) {
        restoring = bytes.get(NUMBER, 0);
    }

    @Override
    public void restored() {
        buckets.restore(restoring);
    }
}
