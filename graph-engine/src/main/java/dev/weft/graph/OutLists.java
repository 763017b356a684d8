package dev.weft.graph;

import dev.weft.graph.layout.Adjacency;
import dev.weft.graph.layout.PartitionIndex;
import dev.weft.graph.layout.Topology;

/**
 * Where the edges of a few vertices lie, found for all of them before any edge is looked at: what this reads is apart in memory, and so the
 * processor can wait for many reads at once. There is no branch that depends on what was read, which would end that. What it gains depends on the
 * graph: see docs/performance.md, SSSP.
 */
final class OutLists {
    static final int MOST = 64;

    private final Topology topology;
    private final Adjacency out;
    private final PartitionIndex partitions;
    private final int[] partitionOf = new int[MOST];
    private final int[] firsts = new int[MOST];
    private final int[] ends = new int[MOST];
    private final double[] distances = new double[MOST];
    private int count;

    OutLists(Topology topology, PartitionIndex partitions) {
        this.topology = topology;
        this.out = topology.out();
        this.partitions = partitions;
    }

    void clear() {
        count = 0;
    }

    /** Adds a vertex, if {@code wanted} is 1 and not 0, and if it has edges. */
    void add(int vertex, double distance, int wanted) {
        int partition = partitions.of(vertex);
        int[] offsets = out.offsets(partition);
        int at = vertex - topology.partitionStart(partition);
        int first = offsets[at];
        int end = offsets[at + 1];
        partitionOf[count] = partition;
        firsts[count] = first;
        ends[count] = end;
        distances[count] = distance;
        count += wanted & (first - end) >>> Integer.SIZE - 1;
    }

    int count() {
        return count;
    }

    int partition(int i) {
        return partitionOf[i];
    }

    int first(int i) {
        return firsts[i];
    }

    int end(int i) {
        return ends[i];
    }

    double distance(int i) {
        return distances[i];
    }

    /** Reads where each list begins, so that it is in the cache; what this returns means nothing. */
    int readAhead() {
        int sum = 0;
        for (int i = 0; i < count; i++) {
            sum += out.neighbours(partitionOf[i])[firsts[i]];
            sum += (int) out.weights(partitionOf[i]).at(firsts[i]);
        }
        return sum;
    }
}
