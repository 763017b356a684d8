package dev.weft.graph;

import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * One thread's vertices by the bucket that they wait in: a stack for each of the next {@value #WINDOW} buckets, and one for all later ones.
 * A vertex that has since come into an earlier bucket stays in its old stack too, and is left out when that is looked at.
 */
final class Bins {
    static final long NONE = Long.MAX_VALUE;

    private static final int WINDOW = 64;

    private final ArrayDeque<int[]> spare = new ArrayDeque<>();
    private final VertexStack[] stacks = new VertexStack[WINDOW];
    private VertexStack later = new VertexStack(spare);
    private long first;

    Bins() {
        Arrays.setAll(stacks, _ -> new VertexStack(spare));
    }

    void clear() {
        clearStacks();
        later.clear();
        first = 0;
    }

    private void clearStacks() {
        for (VertexStack each : stacks) {
            each.clear();
        }
    }

    void add(long bucket, int vertex) {
        (bucket - first < WINDOW ? stack(bucket) : later).push(vertex);
    }

    /** Of a bucket that is one of the next {@value #WINDOW}. */
    VertexStack stack(long bucket) {
        return stacks[(int) bucket & WINDOW - 1];
    }

    /** The lowest bucket of the window, from {@code from} on, in which a vertex is still waiting; {@link #NONE} if there is none. */
    long lowest(long from, BucketOf bucketOf) {
        for (long bucket = Math.max(from, first); bucket < first + WINDOW; bucket++) {
            if (keepWaiting(bucket, bucketOf)) {
                return bucket;
            }
        }
        return NONE;
    }

    private boolean keepWaiting(long bucket, BucketOf bucketOf) {
        VertexStack stack = stack(bucket);
        while (!stack.isEmpty() && bucketOf.bucket(stack.peek()) != bucket) {
            int _ = stack.pop();
        }
        return !stack.isEmpty();
    }

    /** As {@link #lowest}, beyond the window. */
    long lowestLater(long from, BucketOf bucketOf) {
        long lowest = NONE;
        var kept = new VertexStack(spare);
        while (!later.isEmpty()) {
            int vertex = later.pop();
            long bucket = bucketOf.bucket(vertex);
            if (bucket >= from) {
                kept.push(vertex);
                lowest = Math.min(lowest, bucket);
            }
        }
        later = kept;
        return lowest;
    }

    /** The next bucket is {@code bucket}: no stack before it is needed any more. */
    void advance(long bucket, BucketOf bucketOf) {
        if (bucket < first + WINDOW) {
            return;
        }
        clearStacks();
        first = bucket;
        VertexStack waiting = later;
        later = new VertexStack(spare);
        while (!waiting.isEmpty()) {
            int vertex = waiting.pop();
            long target = bucketOf.bucket(vertex);
            if (target >= bucket) {
                add(target, vertex);
            }
        }
    }

    /** Where a vertex belongs by now. */
    @FunctionalInterface
    interface BucketOf {
        long bucket(int vertex);
    }
}
