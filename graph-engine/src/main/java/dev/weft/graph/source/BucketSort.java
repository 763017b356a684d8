package dev.weft.graph.source;

import static dev.weft.graph.source.EdgeBag.EDGE;

import java.lang.foreign.MemorySegment;

/** One thread's way to sort the edges of a bucket and to take duplicates out, in place. */
final class BucketSort {
    private final RadixSort sort = new RadixSort();
    private final int idBits;
    private final int bucketShift;
    private long[] keys = {};

    /**
     * @param idBits ids are below the power of two with this exponent
     * @param bucketShift all edges of a bucket are the same from this bit on
     */
    BucketSort(int idBits, int bucketShift) {
        this.idBits = idBits;
        this.bucketShift = bucketShift;
    }

    /** Returns the part of the bucket that is still in use. */
    MemorySegment sort(MemorySegment bucket) {
        int count = Math.toIntExact(bucket.byteSize() / Long.BYTES);
        if (count == 0) {
            return bucket;
        }
        if (keys.length < count) {
            keys = new long[count + count / 4];
        }
        MemorySegment.copy(bucket, EDGE, 0, keys, 0, count);
        long common = keys[0] >>> bucketShift << bucketShift;
        toKeys(keys, count, common);
        long[] sorted = sort.sort(keys, count, idBits + bucketShift - Integer.SIZE);
        int different = toDifferentEdges(sorted, count, common);
        MemorySegment.copy(sorted, 0, bucket, EDGE, 0, different);
        return bucket.asSlice(0, (long) different * Long.BYTES);
    }

    /** A key is what differs of an edge, without the bits that are always 0 between source and target. */
    private void toKeys(long[] edges, int count, long common) {
        int idBits = this.idBits;
        for (int i = 0; i < count; i++) {
            long edge = edges[i] - common;
            edges[i] = edge >>> Integer.SIZE << idBits | EdgeBag.target(edge);
        }
    }

    private int toDifferentEdges(long[] keys, int count, long common) {
        int gap = Integer.SIZE - idBits;
        long targets = (1L << idBits) - 1;
        int different = 0;
        long before = -1;
        for (int i = 0; i < count; i++) {
            long key = keys[i];
            long edge = (key & ~targets) << gap | key & targets;
            keys[different] = common + edge;
            different += key == before ? 0 : 1;
            before = key;
        }
        return different;
    }
}
