package dev.weft.graph.layout;

import dev.weft.runtime.ThreadTeam;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Fills the adjacency of one direction in a range of partitions. All threads add entries, which wait in buckets; now and then, and at
 * the end, each partition's are put into its lists by one thread.
 */
final class AdjacencyBuilder implements AutoCloseable {
    /** Of all entries about one in so many waits, which takes a quarter of the lists' own bytes. */
    private static final int PORTIONS = 8;

    private static final long LEAST_PORTION = 1 << 20;

    private static final int[] ABSENT = {};
    private static final Weights[] NO_WEIGHTS = {};

    private final int[] starts;
    private final int[] degrees;
    private final PartitionRange range;
    /** Until the lists are complete, the end of each list is where its next entry goes. */
    private final int[][] offsets;

    private final int[][] neighbours;
    private final int[][] firsts;
    private final WeightForm form;
    private final Weights[] weights;
    private final long mostWaiting;
    private final EntryBuckets buckets;
    private final ThreadTeam team;

    @SuppressWarnings("MustBeClosedChecker") // closed by close()
    AdjacencyBuilder(int[] starts, int[] degrees, PartitionRange range, WeightForm form, ThreadTeam team) {
        int partitions = starts.length - 1;
        this.starts = starts;
        this.degrees = degrees;
        this.range = range;
        this.offsets = absent(partitions);
        this.neighbours = absent(partitions);
        this.firsts = absent(partitions);
        this.form = form;
        this.weights = form == WeightForm.NONE ? NO_WEIGHTS : form.absent(partitions);
        this.team = team;
        forEachPartition(partition -> allocate(partition, starts[partition], starts[partition + 1]));
        long entries = 0;
        for (int p = range.first(); p < range.end(); p++) {
            entries += neighbours[p].length;
        }
        this.mostWaiting = Math.max(LEAST_PORTION, entries / PORTIONS);
        this.buckets = new EntryBuckets(
                Arrays.copyOfRange(starts, range.first(), range.end() + 1), form != WeightForm.NONE, team.size());
    }

    private static int[][] absent(int partitions) {
        var arrays = new int[partitions][];
        Arrays.fill(arrays, ABSENT);
        return arrays;
    }

    private void forEachPartition(IntConsumer body) {
        team.forEachChunk(range.size(), (i, _) -> body.accept(range.first() + i));
    }

    private void allocate(int partition, int from, int to) {
        var starts = new int[to - from + 1];
        long next = 0;
        for (int v = from; v < to; v++) {
            starts[v - from + 1] = (int) next;
            next += degrees[v];
            if (next > Integer.MAX_VALUE - 8) {
                throw Layout.tooManyEdges(partition);
            }
        }
        offsets[partition] = starts;
        neighbours[partition] = new int[(int) next];
        if (form != WeightForm.NONE) {
            weights[partition] = form.allocate((int) next);
        }
    }

    /** What a thread adds entries of the range's vertices with, those of a graph with weights with weights. */
    EntryBuckets.Hand hand(int thread) {
        return buckets.hand(thread);
    }

    /** So many entries may wait before {@link #settleIfMany} does anything. */
    long mostWaiting() {
        return mostWaiting;
    }

    /** Called now and then, while no thread adds. */
    void settleIfMany() {
        if (buckets.size() > mostWaiting) {
            settle();
        }
    }

    private void settle() {
        forEachPartition(this::settle);
        buckets.reset();
    }

    private void settle(int partition) {
        int[] ends = offsets[partition];
        int[] list = neighbours[partition];
        int before = starts[partition] - 1;
        if (form == WeightForm.NONE) {
            buckets.drain(
                    partition - range.first(), (entries, _, from, to) -> put(entries, from, to, ends, before, list));
        } else {
            Weights weights = this.weights[partition];
            buckets.drain(
                    partition - range.first(),
                    (entries, values, from, to) -> put(entries, values, from, to, ends, before, list, weights));
        }
    }

    private static void put(long[] entries, int from, int to, int[] ends, int before, int[] list) {
        for (int i = from; i < to; i++) {
            list[ends[EntryBuckets.vertex(entries[i]) - before]++] = EntryBuckets.neighbour(entries[i]);
        }
    }

    private static void put(
            long[] entries, double[] values, int from, int to, int[] ends, int before, int[] list, Weights weights) {
        for (int i = from; i < to; i++) {
            int at = ends[EntryBuckets.vertex(entries[i]) - before]++;
            list[at] = EntryBuckets.neighbour(entries[i]);
            WeightForm.put(weights, at, values[i]);
        }
    }

    /** Completes and sorts every neighbour list; the builder is used up. */
    Adjacency sorted() {
        var sorts = new EntrySort[team.size()];
        Arrays.setAll(sorts, _ -> new EntrySort());
        team.forEachChunk(range.size(), (i, thread) -> {
            int partition = range.first() + i;
            settle(partition);
            sort(partition, sorts[thread]);
            firsts[partition] = Adjacency.firsts(offsets[partition], neighbours[partition]);
        });
        return new Adjacency(offsets, neighbours, firsts, weights, degrees, Adjacency.entriesBefore(degrees, starts));
    }

    private void sort(int partition, EntrySort sort) {
        if (form == WeightForm.NONE) {
            sort(offsets[partition], neighbours[partition]);
        } else {
            sort.sort(offsets[partition], neighbours[partition], weights[partition]);
        }
    }

    private static void sort(int[] starts, int[] entries) {
        for (int i = 0; i + 1 < starts.length; i++) {
            Arrays.sort(entries, starts[i], starts[i + 1]);
        }
    }

    @Override
    public void close() {
        buckets.close();
    }
}
