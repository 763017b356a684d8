package dev.weft.graph;

import dev.weft.graph.layout.Adjacency;
import dev.weft.graph.layout.Topology;

/**
 * The rows of a rank's in-adjacency, that is its vertices' lists of in-neighbours, for a GPU: one after the other, and in classes by their
 * length, each of which has a kernel of its own.
 */
final class DeviceRows {
    /** The longest row of each class but the last. */
    private static final int[] LONGEST = {4, 64, 4096};

    private final Adjacency in;
    private final int firstPartition;
    private final int endPartition;
    /** Where each row begins, and where the last one ends. */
    final long[] offsets;
    /** By class: rows, ascending. */
    final int[][] classes;

    DeviceRows(Topology topology, int firstPartition, int endPartition) {
        this.in = topology.in();
        this.firstPartition = firstPartition;
        this.endPartition = endPartition;
        int base = topology.partitionStart(firstPartition);
        int count = topology.partitionStart(endPartition) - base;
        int[] degrees = in.degrees();
        this.offsets = new long[count + 1];
        var sizes = new int[LONGEST.length + 1];
        for (int row = 0; row < count; row++) {
            offsets[row + 1] = offsets[row] + degrees[base + row];
            sizes[classOf(degrees[base + row])]++;
        }
        this.classes = new int[sizes.length][];
        for (int i = 0; i < sizes.length; i++) {
            classes[i] = new int[sizes[i]];
        }
        for (int row = count - 1; row >= 0; row--) {
            int of = classOf(degrees[base + row]);
            classes[of][--sizes[of]] = row;
        }
    }

    private static int classOf(int length) {
        int of = 0;
        while (of < LONGEST.length && length > LONGEST[of]) {
            of++;
        }
        return of;
    }

    int count() {
        return offsets.length - 1;
    }

    long entries() {
        return offsets[count()];
    }

    /** The neighbours, partition by partition. */
    void eachPartition(PartitionBody body) {
        long at = 0;
        for (int partition = firstPartition; partition < endPartition; partition++) {
            int[] neighbours = in.neighbours(partition);
            body.take(neighbours, at);
            at += neighbours.length;
        }
    }

    /** Takes the neighbours of a partition, of which {@code before} stand before. */
    interface PartitionBody {
        void take(int[] neighbours, long before);
    }
}
