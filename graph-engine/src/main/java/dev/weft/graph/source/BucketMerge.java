package dev.weft.graph.source;

import static dev.weft.graph.source.EdgeBag.EDGE;
import static dev.weft.graph.source.EdgeBag.WEIGHT;

import dev.weft.runtime.Ids;
import dev.weft.runtime.UsageException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** One thread's way to make one edge of equal ones in a bucket, in place; edges are in ascending order then. */
final class BucketMerge {
    private final Ids ids;
    private final Duplicates policy;
    private long[] edges = {};
    private double[] weights = {};
    private double[] grouped = {};
    private int[] ends = {};

    /** @param ids as messages name vertices */
    BucketMerge(Ids ids, Duplicates policy) {
        this.ids = ids;
        this.policy = policy;
    }

    /**
     * Returns how many edges, at the front of the bucket, are left.
     *
     * @param bucketWeights empty if edges have no weights
     * @throws UsageException if a sum is too large
     */
    int merge(MemorySegment bucket, MemorySegment bucketWeights) {
        int count = Math.toIntExact(bucket.byteSize() / Long.BYTES);
        if (edges.length < count) {
            edges = new long[count + count / 4];
        }
        MemorySegment.copy(bucket, EDGE, 0, edges, 0, count);
        Arrays.sort(edges, 0, count);
        int different = toDifferent(edges, count);
        if (bucketWeights.byteSize() > 0) {
            mergeWeights(bucket, bucketWeights, count, different);
        }
        MemorySegment.copy(edges, 0, bucket, EDGE, 0, different);
        return different;
    }

    private static int toDifferent(long[] sorted, int count) {
        int different = 0;
        for (int i = 0; i < count; i++) {
            if (i == 0 || sorted[i] != sorted[i - 1]) {
                sorted[different++] = sorted[i];
            }
        }
        return different;
    }

    private void mergeWeights(MemorySegment bucket, MemorySegment bucketWeights, int count, int different) {
        group(bucket, bucketWeights, count, different);
        int from = 0;
        for (int edge = 0; edge < different; edge++) {
            int to = ends[edge];
            Arrays.sort(grouped, from, to);
            weights[edge] = policy == Duplicates.DROP ? grouped[from] : sum(edge, from, to);
            from = to;
        }
        MemorySegment.copy(weights, 0, bucketWeights, WEIGHT, 0, different);
    }

    /** Puts the weights of equal edges side by side, in the order of the edges. */
    private void group(MemorySegment bucket, MemorySegment bucketWeights, int count, int different) {
        if (weights.length < count) {
            weights = new double[edges.length];
            grouped = new double[edges.length];
            ends = new int[edges.length + 1];
        }
        Arrays.fill(ends, 0, different + 1, 0);
        for (int i = 0; i < count; i++) {
            ends[number(bucket, i, different) + 1]++;
        }
        for (int edge = 1; edge <= different; edge++) {
            ends[edge] += ends[edge - 1];
        }
        MemorySegment.copy(bucketWeights, WEIGHT, 0, weights, 0, count);
        for (int i = 0; i < count; i++) {
            grouped[ends[number(bucket, i, different)]++] = weights[i];
        }
    }

    private int number(MemorySegment bucket, int i, int different) {
        return Arrays.binarySearch(edges, 0, different, bucket.getAtIndex(EDGE, i));
    }

    private double sum(int edge, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += grouped[i];
        }
        if (!Double.isFinite(sum)) {
            throw new UsageException("duplicates=sum: the weights of the edges from "
                    + ids.name(EdgeBag.source(edges[edge])) + " to " + ids.name(EdgeBag.target(edges[edge]))
                    + " add up to " + sum + ": give smaller weights, or --duplicates drop");
        }
        return sum;
    }
}
