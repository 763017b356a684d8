package dev.weft.graph.source;

import static dev.weft.graph.source.EdgeBag.EDGE;
import static dev.weft.graph.source.EdgeBag.WEIGHT;

import dev.weft.runtime.ThreadTeam;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Edges in buckets by the hash of their key, all buckets one behind the other; equal edges share a bucket, and no edge that many others
 * share an end with makes one long. What each block has for each bucket is counted first, then put in place.
 */
final class HashBuckets {
    private static final int EDGES_A_BUCKET = 1 << 15;
    private static final int MOST_BUCKETS = 1 << 11;

    private final EdgeBag bag;
    private final EdgeKeys keys;
    private final EdgeBlocks blocks;
    private final ThreadTeam team;
    private final int mask;
    /** For each block and bucket where the next edge goes. */
    private final long[][] next;
    /** Where each bucket begins, and the end of the last. */
    private final long[] starts;

    private final MemorySegment edges;
    private final MemorySegment weights;

    /** @param blocks has room for the edges, and gets those that stay */
    HashBuckets(EdgeBag bag, EdgeKeys keys, EdgeBlocks blocks, ThreadTeam team) {
        this.bag = bag;
        this.keys = keys;
        this.blocks = blocks;
        this.team = team;
        long wanted = Math.clamp(Math.ceilDiv(bag.edgeCount(), EDGES_A_BUCKET), 1, MOST_BUCKETS);
        this.mask = (Integer.highestOneBit((int) wanted) << 1) - 1;
        this.next = new long[bag.blockCount()][mask + 1];
        this.starts = new long[mask + 2];
        team.forEachChunk(next.length, (block, _) -> count(block));
        placeBuckets();
        this.edges = blocks.allocate(Long.BYTES * starts[mask + 1]);
        this.weights = bag.weighted() ? blocks.allocate(Double.BYTES * starts[mask + 1]) : MemorySegment.NULL;
        team.forEachChunk(next.length, (block, _) -> put(block));
    }

    private int bucket(long key) {
        return (int) EdgeKeys.hash(key) & mask;
    }

    private void count(int index) {
        MemorySegment block = bag.block(index);
        long[] counts = next[index];
        long count = block.byteSize() / Long.BYTES;
        for (long i = 0; i < count; i++) {
            long edge = block.getAtIndex(EDGE, i);
            if (!keys.drops(edge)) {
                counts[bucket(keys.key(edge))]++;
            }
        }
    }

    private void placeBuckets() {
        long place = 0;
        for (int bucket = 0; bucket <= mask; bucket++) {
            starts[bucket] = place;
            for (long[] ofBlock : next) {
                long count = ofBlock[bucket];
                ofBlock[bucket] = place;
                place += count;
            }
        }
        starts[mask + 1] = place;
    }

    private void put(int index) {
        MemorySegment block = bag.block(index);
        MemorySegment blockWeights = bag.weights(index);
        long[] next = this.next[index];
        long count = block.byteSize() / Long.BYTES;
        for (long i = 0; i < count; i++) {
            long edge = block.getAtIndex(EDGE, i);
            if (!keys.drops(edge)) {
                long key = keys.key(edge);
                long place = next[bucket(key)]++;
                edges.setAtIndex(EDGE, place, key);
                if (bag.weighted()) {
                    weights.setAtIndex(WEIGHT, place, blockWeights.getAtIndex(WEIGHT, i));
                }
            }
        }
    }

    /** Makes one edge of equal ones, and adds all to the blocks. */
    void merge(Duplicates policy, Phase phase) {
        var merges = new BucketMerge[team.size()];
        Arrays.setAll(merges, _ -> new BucketMerge(bag.ids(), policy));
        var left = new int[mask + 1];
        team.forEachChunk(left.length, (bucket, thread) -> {
            long size = starts[bucket + 1] - starts[bucket];
            left[bucket] = merges[thread].merge(edges(bucket, size), weights(bucket, size));
            phase.advance(size);
        });
        for (int bucket = 0; bucket < left.length; bucket++) {
            if (left[bucket] > 0) {
                blocks.add(new EdgeBlock(edges(bucket, left[bucket]), weights(bucket, left[bucket]), false));
            }
        }
    }

    private MemorySegment edges(int bucket, long count) {
        return edges.asSlice(starts[bucket] * Long.BYTES, count * Long.BYTES);
    }

    private MemorySegment weights(int bucket, long count) {
        return bag.weighted()
                ? weights.asSlice(starts[bucket] * Double.BYTES, count * Double.BYTES)
                : MemorySegment.NULL;
    }
}
