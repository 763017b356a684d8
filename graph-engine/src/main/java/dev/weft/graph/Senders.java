package dev.weft.graph;

import dev.weft.graph.layout.Adjacency;
import dev.weft.graph.layout.PartitionIndex;
import dev.weft.graph.layout.Topology;

/**
 * A block of vertices that send along their outgoing edges, with where these stand. What is read of them lies far apart in memory: a loop
 * that does nothing but read it for all of them waits for many reads at a time, where one that also decides on what it has read waits for
 * each of them.
 */
final class Senders {
    static final int BLOCK = 256;

    final int[] sources = new int[BLOCK];
    final int[] partitions = new int[BLOCK];
    final int[] starts = new int[BLOCK];
    final int[] ends = new int[BLOCK];
    final long[] messages = new long[BLOCK];
    int count;

    private final Topology topology;
    private final PartitionIndex index;
    /** What reading ahead has added up, kept so that the reads are not left out. */
    @SuppressWarnings("unused")
    private int read;

    Senders(Topology topology) {
        this.topology = topology;
        this.index = topology.partitionIndex();
    }

    Adjacency out() {
        return topology.out();
    }

    long[] ids() {
        return topology.globalIds();
    }

    /** Finds the edges of the first {@link #count} sources, which are internal ids and ascend. */
    void locate() {
        Adjacency out = topology.out();
        int partition = 0;
        int first = 0;
        int end = 0;
        int[] offsets = {};
        for (int i = 0; i < count; i++) {
            int source = sources[i];
            if (source >= end) {
                partition = index.of(source);
                first = topology.partitionStart(partition);
                end = topology.partitionStart(partition + 1);
                offsets = out.offsets(partition);
            }
            partitions[i] = partition;
            starts[i] = offsets[source - first];
            ends[i] = offsets[source - first + 1];
        }
        int sum = 0;
        for (int i = 0; i < count; i++) {
            if (starts[i] < ends[i]) {
                sum += out.neighbours(partitions[i])[starts[i]];
            }
        }
        read = sum;
    }
}
