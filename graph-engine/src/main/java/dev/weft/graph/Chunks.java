package dev.weft.graph;

import dev.weft.graph.layout.Topology;
import java.util.Arrays;

/**
 * A rank's vertices cut into the pieces that its threads claim: each a virtual partition or a part of one, of at most
 * {@value #MAX_VERTICES} vertices. Vertices are local.
 */
final class Chunks {
    static final int MAX_VERTICES = 1 << 14;

    private int count;
    private int[] partitions = new int[16];
    private int[] from = new int[16];
    private int[] to = new int[16];

    static Chunks of(Topology topology, int firstPartition, int endPartition) {
        var chunks = new Chunks();
        int base = topology.partitionStart(firstPartition);
        for (int p = firstPartition; p < endPartition; p++) {
            int end = topology.partitionStart(p + 1) - base;
            for (int v = topology.partitionStart(p) - base; v < end; v += MAX_VERTICES) {
                chunks.add(p, v, Math.min(end, v + MAX_VERTICES));
            }
        }
        return chunks;
    }

    private void add(int partition, int first, int end) {
        if (count == partitions.length) {
            partitions = Arrays.copyOf(partitions, 2 * count);
            from = Arrays.copyOf(from, 2 * count);
            to = Arrays.copyOf(to, 2 * count);
        }
        partitions[count] = partition;
        from[count] = first;
        to[count] = end;
        count++;
    }

    int count() {
        return count;
    }

    int partition(int chunk) {
        return partitions[chunk];
    }

    int from(int chunk) {
        return from[chunk];
    }

    int to(int chunk) {
        return to[chunk];
    }
}
