package dev.weft.graph;

import java.util.Arrays;

/**
 * One thread's vertices by the bucket that they wait in: a list for each of the next {@value #WINDOW} buckets, and one for all later ones.
 * A vertex that has since come into an earlier bucket stays in its old list too, and is left out when that is looked at.
 */
final class Bins {
    static final long NONE = Long.MAX_VALUE;

    private static final int WINDOW = 64;
    private static final int FIRST_CAPACITY = 64;

    private final int[][] lists = new int[WINDOW][FIRST_CAPACITY];
    private final int[] counts = new int[WINDOW];
    private int[] later = new int[FIRST_CAPACITY];
    private int laterCount;
    private long first;

    void clear() {
        Arrays.fill(counts, 0);
        laterCount = 0;
        first = 0;
    }

    void add(long bucket, int vertex) {
        if (bucket - first < WINDOW) {
            append((int) bucket & WINDOW - 1, vertex);
        } else {
            if (laterCount == later.length) {
                later = Arrays.copyOf(later, 2 * laterCount);
            }
            later[laterCount++] = vertex;
        }
    }

    private void append(int slot, int vertex) {
        int count = counts[slot];
        if (count == lists[slot].length) {
            lists[slot] = Arrays.copyOf(lists[slot], 2 * count);
        }
        lists[slot][count] = vertex;
        counts[slot] = count + 1;
    }

    int count(long bucket) {
        return counts[(int) bucket & WINDOW - 1];
    }

    int[] list(long bucket) {
        return lists[(int) bucket & WINDOW - 1];
    }

    /** Takes the last vertex of a bucket's list. */
    int take(long bucket) {
        int slot = (int) bucket & WINDOW - 1;
        return lists[slot][--counts[slot]];
    }

    void clear(long bucket) {
        counts[(int) bucket & WINDOW - 1] = 0;
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
        int slot = (int) bucket & WINDOW - 1;
        int[] list = lists[slot];
        while (counts[slot] > 0 && bucketOf.bucket(list[counts[slot] - 1]) != bucket) {
            counts[slot]--;
        }
        return counts[slot] > 0;
    }

    /** As {@link #lowest}, beyond the window. */
    long lowestLater(long from, BucketOf bucketOf) {
        long lowest = NONE;
        int kept = 0;
        for (int i = 0; i < laterCount; i++) {
            long bucket = bucketOf.bucket(later[i]);
            if (bucket >= from) {
                later[kept++] = later[i];
                lowest = Math.min(lowest, bucket);
            }
        }
        laterCount = kept;
        return lowest;
    }

    /** The next bucket is {@code bucket}: no list before it is needed any more. */
    void advance(long bucket, BucketOf bucketOf) {
        if (bucket < first + WINDOW) {
            return;
        }
        Arrays.fill(counts, 0);
        first = bucket;
        int waiting = laterCount;
        laterCount = 0;
        for (int i = 0; i < waiting; i++) {
            long target = bucketOf.bucket(later[i]);
            if (target >= bucket) {
                add(target, later[i]);
            }
        }
    }

    /** Where a vertex belongs by now. */
    @FunctionalInterface
    interface BucketOf {
        long bucket(int vertex);
    }
}
