package dev.weft.graph.layout;

import dev.weft.runtime.ThreadTeam;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Fills the adjacency of one direction in a range of partitions, with any number of threads at once. The cursor of the range's i-th vertex
 * holds its partition in its upper 32 bits and its next free entry in the lower, so that one atomic addition finds both.
 */
final class AdjacencyBuilder {
    private static final VarHandle CURSORS = MethodHandles.arrayElementVarHandle(long[].class);

    private static final int[] ABSENT = {};
    private static final Weights[] NO_WEIGHTS = {};

    private final int[] starts;
    private final int[] degrees;
    private final PartitionRange range;
    private final int firstVertex;
    private final int[][] offsets;
    private final int[][] neighbours;
    private final WeightForm form;
    private final Weights[] weights;
    private final long[] cursors;
    private final ThreadTeam team;

    AdjacencyBuilder(int[] starts, int[] degrees, PartitionRange range, WeightForm form, ThreadTeam team) {
        int partitions = starts.length - 1;
        this.starts = starts;
        this.degrees = degrees;
        this.range = range;
        this.firstVertex = starts[range.first()];
        this.offsets = new int[partitions][];
        this.neighbours = new int[partitions][];
        Arrays.fill(offsets, ABSENT);
        Arrays.fill(neighbours, ABSENT);
        this.form = form;
        this.weights = form == WeightForm.NONE ? NO_WEIGHTS : form.absent(partitions);
        this.cursors = new long[starts[range.end()] - firstVertex];
        this.team = team;
        forEachPartition(partition -> allocate(partition, starts[partition], starts[partition + 1]));
    }

    private void forEachPartition(IntConsumer body) {
        team.forEachChunk(range.size(), (i, _) -> body.accept(range.first() + i));
    }

    private void allocate(int partition, int from, int to) {
        var starts = new int[to - from + 1];
        long next = 0;
        for (int v = from; v < to; v++) {
            starts[v - from] = (int) next;
            cursors[v - firstVertex] = (long) partition << 32 | next;
            next += degrees[v];
            if (next > Integer.MAX_VALUE - 8) {
                throw Layout.tooManyEdges(partition);
            }
        }
        starts[to - from] = (int) next;
        offsets[partition] = starts;
        neighbours[partition] = new int[(int) next];
        if (form != WeightForm.NONE) {
            weights[partition] = form.allocate((int) next);
        }
    }

    /** Adds an entry to a vertex of the range, in a graph without weights. */
    void add(int vertex, int neighbour) {
        long cursor = nextEntry(vertex);
        neighbours[(int) (cursor >>> 32)][(int) cursor] = neighbour;
    }

    void add(int vertex, int neighbour, double weight) {
        long cursor = nextEntry(vertex);
        neighbours[(int) (cursor >>> 32)][(int) cursor] = neighbour;
        WeightForm.put(weights[(int) (cursor >>> 32)], (int) cursor, weight);
    }

    private long nextEntry(int vertex) {
        return (long) CURSORS.getAndAdd(cursors, vertex - firstVertex, 1L);
    }

    private Adjacency adjacency() {
        var firsts = new int[offsets.length][];
        Arrays.fill(firsts, ABSENT);
        forEachPartition(partition -> firsts[partition] = Adjacency.firsts(offsets[partition], neighbours[partition]));
        return new Adjacency(offsets, neighbours, firsts, weights, degrees, Adjacency.entriesBefore(degrees, starts));
    }

    /** Sorts every neighbour list; the builder is used up. */
    Adjacency sorted() {
        if (form == WeightForm.NONE) {
            forEachPartition(partition -> sort(offsets[partition], neighbours[partition]));
        } else {
            sortWithWeights();
        }
        return adjacency();
    }

    private void sortWithWeights() {
        var sorts = new EntrySort[team.size()];
        Arrays.setAll(sorts, _ -> new EntrySort());
        team.forEachChunk(range.size(), (i, thread) -> {
            int partition = range.first() + i;
            sorts[thread].sort(offsets[partition], neighbours[partition], weights[partition]);
        });
    }

    private static void sort(int[] starts, int[] entries) {
        for (int i = 0; i + 1 < starts.length; i++) {
            Arrays.sort(entries, starts[i], starts[i + 1]);
        }
    }
}
