package dev.weft.graph;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/** The vertices that all threads of a worker's ranks are working through, and where each rank's distances are. */
final class Wave {
    private static final int FIRST_CAPACITY = 1024;

    /** By the rank's number in its worker; each rank sets its own before the first barrier. */
    final double[][] distances;

    /** The least distance told to other workers, by internal id; empty if there are none. */
    final double[] told;

    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicInteger offered = new AtomicInteger();
    private int[] vertices = new int[FIRST_CAPACITY];
    private int count;

    Wave(int ranks, int told) {
        this.distances = new double[ranks][];
        this.told = new double[told];
    }

    /** Nothing was told to other workers. */
    void forget() {
        Arrays.fill(told, Double.POSITIVE_INFINITY);
    }

    /** Claims place for {@code size} vertices of the next wave; returns where it begins. */
    int offer(int size) {
        return offered.getAndAdd(size);
    }

    /** Called by one thread when all have offered: the next wave begins. */
    void turn() {
        count = offered.getAndSet(0);
        taken.set(0);
        if (vertices.length < count) {
            vertices = new int[Math.max(count, 2 * vertices.length)];
        }
    }

    int count() {
        return count;
    }

    int[] vertices() {
        return vertices;
    }

    /** Claims the next {@code size} vertices; returns where they begin, at or beyond {@link #count} if none is left. */
    int take(int size) {
        return taken.get() < count ? taken.getAndAdd(size) : count;
    }
}
