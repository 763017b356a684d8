package dev.weft.graph.layout;

import java.util.Arrays;

/**
 * Entries of an adjacency on their way to their lists, in a bucket for each partition: each thread puts entries into buckets of its own,
 * without a lock; later one thread takes all of a partition's, whose lists then stay in its cache while they are filled. A bucket is
 * full chunks and a few entries that are held back.
 */
final class EntryBuckets implements AutoCloseable {
    private static final int HELD = EntryChunks.LENGTH;
    private static final int FIRST_CHUNKS = 8;

    private final int firstVertex;
    private final char[] bucketOf;
    private final int buckets;
    private final boolean weighted;
    private final EntryChunks chunks;
    private final Hand[] hands;

    /** @param starts the first vertex of each partition of the range, and the end of the last */
    EntryBuckets(int[] starts, boolean weighted, int threads) {
        this.buckets = starts.length - 1;
        this.firstVertex = starts[0];
        this.bucketOf = new char[starts[buckets] - firstVertex];
        for (int bucket = 0; bucket < buckets; bucket++) {
            Arrays.fill(bucketOf, starts[bucket] - firstVertex, starts[bucket + 1] - firstVertex, (char) bucket);
        }
        this.weighted = weighted;
        this.chunks = new EntryChunks(weighted);
        this.hands = new Hand[threads];
        Arrays.setAll(hands, _ -> new Hand());
    }

    /** What each thread takes for the entries that it holds back. */
    static long heldBytes(long buckets, boolean weighted) {
        return buckets * HELD * (Long.BYTES + (weighted ? Double.BYTES : 0));
    }

    /** Takes entries of a partition. */
    @FunctionalInterface
    interface Sink {
        /** @param entries vertex in the upper, neighbour in the lower 32 bits */
        void take(long[] entries, double[] weights, int from, int to);
    }

    static int vertex(long entry) {
        return (int) (entry >>> Integer.SIZE);
    }

    static int neighbour(long entry) {
        return (int) entry;
    }

    Hand hand(int thread) {
        return hands[thread];
    }

    /** How many entries there are, to the next full slab of each thread; those that are held back don't count. */
    long size() {
        return chunks.takenEntries();
    }

    /** Empties a bucket. No thread adds meanwhile. */
    void drain(int bucket, Sink sink) {
        var entries = new long[HELD];
        var weights = new double[weighted ? HELD : 0];
        for (Hand hand : hands) {
            hand.drain(bucket, entries, weights, sink);
        }
    }

    /** Called when all buckets have been drained. */
    void reset() {
        for (Hand hand : hands) {
            hand.nextChunk = 0;
            hand.endOfSlab = 0;
        }
        chunks.giveBack();
    }

    @Override
    public void close() {
        chunks.close();
    }

    /** One thread's part. */
    final class Hand {
        private final long[] held = new long[buckets * HELD];
        private final double[] heldWeights = new double[weighted ? buckets * HELD : 0];
        private final int[] counts = new int[buckets];
        /** The full chunks of each bucket, numbered over all slabs. */
        private final int[][] full = new int[buckets][FIRST_CHUNKS];

        private final int[] fullCounts = new int[buckets];
        private int nextChunk;
        private int endOfSlab;

        void add(int vertex, int neighbour) {
            int bucket = bucketOf[vertex - firstVertex];
            int at = counts[bucket];
            held[bucket * HELD + at] = (long) vertex << Integer.SIZE | neighbour;
            counts[bucket] = at + 1;
            if (at + 1 == HELD) {
                release(bucket);
            }
        }

        void add(int vertex, int neighbour, double weight) {
            int bucket = bucketOf[vertex - firstVertex];
            heldWeights[bucket * HELD + counts[bucket]] = weight;
            add(vertex, neighbour);
        }

        private void release(int bucket) {
            if (nextChunk == endOfSlab) {
                nextChunk = chunks.take() * EntryChunks.CHUNKS_A_SLAB;
                endOfSlab = nextChunk + EntryChunks.CHUNKS_A_SLAB;
            }
            int chunk = nextChunk++;
            chunks.slabOf(chunk).put(chunk % EntryChunks.CHUNKS_A_SLAB, held, heldWeights, bucket * HELD);
            note(chunk, bucket);
            counts[bucket] = 0;
        }

        private void note(int chunk, int bucket) {
            int before = fullCounts[bucket];
            if (before == full[bucket].length) {
                full[bucket] = Arrays.copyOf(full[bucket], 2 * before);
            }
            full[bucket][before] = chunk;
            fullCounts[bucket] = before + 1;
        }

        /** The arrays are scratch space for a chunk. */
        private void drain(int bucket, long[] entries, double[] weights, Sink sink) {
            for (int i = 0; i < fullCounts[bucket]; i++) {
                int chunk = full[bucket][i];
                chunks.slabOf(chunk).read(chunk % EntryChunks.CHUNKS_A_SLAB, entries, weights);
                sink.take(entries, weights, 0, HELD);
            }
            sink.take(held, heldWeights, bucket * HELD, bucket * HELD + counts[bucket]);
            fullCounts[bucket] = 0;
            counts[bucket] = 0;
        }
    }
}
