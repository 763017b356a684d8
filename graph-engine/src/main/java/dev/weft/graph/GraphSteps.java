package dev.weft.graph;

import dev.weft.checkpoint.ArrayHolder;
import dev.weft.checkpoint.Holder;
import dev.weft.checkpoint.Partitions;
import dev.weft.runtime.Steps;
import java.util.Iterator;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * The step boundaries of a loop over a graph. What is saved there is dealt to the graph's virtual partitions, so that any number of ranks can take
 * it up again: for the same graph, which is told apart by the ids and degrees of its vertices.
 */
public final class GraphSteps implements Steps {
    private final Graph graph;
    private final Steps steps;
    private final Partitions partitions;
    private final int[] starts;
    private boolean named;

    GraphSteps(Graph graph, Steps steps, Partitions partitions, int[] starts) {
        this.graph = graph;
        this.steps = steps;
        this.partitions = partitions;
        this.starts = starts;
    }

    /**
     * Saves an array with a value for each local vertex.
     *
     * @param array a {@code double[]}, {@code long[]}, {@code int[]}, {@code float[]} or {@code byte[]} of {@link Graph#localVertexCount} elements
     */
    @Override
    public GraphSteps saving(String name, Object array) {
        return saving(name, ArrayHolder.of(array, partitions, starts));
    }

    public GraphSteps saving(String name, Frontier frontier) {
        return saving(name, new FrontierHolder(graph, frontier, partitions, starts));
    }

    /** The distances that the buckets are of have to be saved, too, before them. */
    public GraphSteps saving(String name, Buckets buckets) {
        return saving(name, new BucketsHolder(buckets, partitions));
    }

    /**
     * Saves this rank's part of an array of the worker ({@link Fragment#sharedInts}): its mirrors are not saved. A step writes to vertices of
     * other ranks only behind a collective call of its own, since a rank may still be reading what is saved when others go on.
     *
     * @param current gives the array that has the values, where several take turns
     * @param restored called, on every rank, when the rank's values are back: it may be collective
     */
    public GraphSteps savingShared(String name, Supplier<int[]> current, Runnable restored) {
        return savingShared(name, current, _ -> {}, restored);
    }

    /**
     * As {@link #savingShared(String, Supplier, Runnable)}, for values that depend on what ranks and threads did, and mean the same as others that do not.
     *
     * @param settle puts these in place for the vertices of one partition, before they are read: on any thread, at the same time as others do for theirs
     */
    public GraphSteps savingShared(String name, Supplier<int[]> current, IntConsumer settle, Runnable restored) {
        return saving(name, new SharedArrayHolder(graph.fragment(), current, settle, restored, partitions));
    }

    @Override
    public GraphSteps saving(String name, Holder holder) {
        if (!named) {
            named = true;
            Steps _ = steps.saving("graph", new GraphIdentity(graph, partitions));
        }
        Steps _ = steps.saving(name, holder);
        return this;
    }

    @Override
    public GraphSteps savingSame(String name, Object array) {
        Steps _ = steps.savingSame(name, array);
        return this;
    }

    @Override
    public Iterator<Long> iterator() {
        return steps.iterator();
    }
}
