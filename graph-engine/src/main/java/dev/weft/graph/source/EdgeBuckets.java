package dev.weft.graph.source;

import static dev.weft.graph.source.EdgeBag.EDGE;

import dev.weft.runtime.ThreadTeam;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Edges in buckets by their source. How many go into each is counted first, so that each bucket is one block of just the right size;
 * then they are put there by way of a few edges a bucket that each thread holds back; then each bucket is sorted by itself, in cache,
 * and loses its duplicates.
 */
final class EdgeBuckets {
    /** Edges that a thread holds back for a bucket: four cache lines. */
    private static final int HELD = 32;

    private final int idBits;
    private final int shift;
    private final long[][] counts;
    private final MemorySegment[] memory;
    private final AtomicLongArray filled;
    private final long[][] held;
    private final int[][] heldCounts;
    private int firstBucket;
    private int endBucket;

    /**
     * @param idBits ids are below the power of two with this exponent
     * @param bucketBits no more than {@code idBits}; there are so many buckets as the power of two with this exponent
     */
    EdgeBuckets(int idBits, int bucketBits, int threads) {
        int buckets = 1 << bucketBits;
        this.idBits = idBits;
        this.shift = Integer.SIZE + idBits - bucketBits;
        this.counts = new long[threads][buckets];
        this.memory = new MemorySegment[buckets];
        this.filled = new AtomicLongArray(buckets);
        this.held = new long[threads][buckets * HELD];
        this.heldCounts = new int[threads][buckets];
    }

    void count(long[] edges, int count, int thread) {
        long[] counts = this.counts[thread];
        for (int i = 0; i < count; i++) {
            counts[(int) (edges[i] >>> shift)]++;
        }
    }

    /** Makes room for the edges that have been counted, as far as they are in the share: a range of buckets with its part of the edges. */
    void allocate(EdgeBlocks blocks, ThreadTeam team, Share share) {
        var sizes = new long[memory.length];
        Arrays.setAll(
                sizes,
                bucket -> Arrays.stream(counts).mapToLong(each -> each[bucket]).sum());
        long total = Arrays.stream(sizes).sum();
        firstBucket = bucketAt(share.start(total), sizes);
        endBucket = share.index() + 1 == share.count() ? memory.length : bucketAt(share.end(total), sizes);
        Arrays.fill(memory, MemorySegment.NULL);
        team.forEachChunk(
                endBucket - firstBucket,
                (i, _) -> memory[firstBucket + i] = blocks.allocate(Long.BYTES * sizes[firstBucket + i]));
    }

    /** The first bucket that begins with the edge of this number or a later one. */
    private static int bucketAt(long edge, long[] sizes) {
        int bucket = 0;
        long before = 0;
        while (before < edge) {
            before += sizes[bucket++];
        }
        return bucket;
    }

    /** Puts edges into their buckets, the same ones as were counted. */
    void put(long[] edges, int count, int thread) {
        long[] held = this.held[thread];
        int[] heldCounts = this.heldCounts[thread];
        int first = firstBucket;
        int buckets = endBucket - first;
        for (int i = 0; i < count; i++) {
            int bucket = (int) (edges[i] >>> shift);
            if (Integer.compareUnsigned(bucket - first, buckets) >= 0) {
                continue;
            }
            int at = heldCounts[bucket];
            held[bucket * HELD + at] = edges[i];
            heldCounts[bucket] = at + 1;
            if (at + 1 == HELD) {
                release(bucket, thread);
            }
        }
    }

    private void release(int bucket, int thread) {
        int count = heldCounts[thread][bucket];
        long at = filled.getAndAdd(bucket, count);
        MemorySegment.copy(held[thread], bucket * HELD, memory[bucket], EDGE, at * Long.BYTES, count);
        heldCounts[thread][bucket] = 0;
    }

    /** Sorts the buckets, once all edges are there, and adds them to {@code blocks} in ascending order. */
    void finish(EdgeBlocks blocks, ThreadTeam team, Phase phase) {
        for (int thread = 0; thread < held.length; thread++) {
            for (int bucket = firstBucket; bucket < endBucket; bucket++) {
                release(bucket, thread);
            }
        }
        var sorters = new BucketSort[team.size()];
        Arrays.setAll(sorters, _ -> new BucketSort(idBits, shift));
        team.forEachChunk(endBucket - firstBucket, (i, thread) -> {
            int bucket = firstBucket + i;
            long edges = memory[bucket].byteSize() / Long.BYTES;
            memory[bucket] = sorters[thread].sort(memory[bucket]);
            phase.advance(edges);
        });
        for (MemorySegment edges : memory) {
            if (edges.byteSize() > 0) {
                blocks.add(new EdgeBlock(edges, MemorySegment.NULL, false));
            }
        }
    }
}
