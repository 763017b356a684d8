package dev.weft.graph;

import dev.weft.graph.layout.Layout;
import dev.weft.runtime.UsageException;
import java.util.Locale;

/**
 * What a graph and a program take in each worker, before anything is read: in bytes, counted from the sizes of the arrays that there will be.
 *
 * @param adjacency the worker's share of neighbours, weights, offsets and first neighbours
 * @param tables order, ids and degrees of all vertices, and the window that messages go through
 * @param program its arrays
 * @param results in the order of ids
 * @param loading on the heap while lists are built, beside adjacency and tables
 * @param bag off the heap while lists are built: the edges as they were read, and entries that wait for their place
 */
record MemoryEstimate(long adjacency, long tables, long program, long results, long loading, long bag) {
    /** Where a program doesn't say what it needs: about three arrays, one of them a result. */
    static final ProgramNeeds UNSTATED = new ProgramNeeds(3 * Long.BYTES, 1, 1, false);

    /** Code, classes, stacks and the collector's own tables of a worker (measured: a run on 16 vertices, less its heap). */
    static final long JVM_BYTES = 125L << 20;

    private static final int BITS_PER_VERTEX = 1;

    /** One in so many entries waits for its place while lists are filled. */
    private static final int WAITING_ENTRIES = 8;

    /** @param threads of all ranks of a worker */
    static MemoryEstimate of(GraphShape graph, ProgramNeeds program, int workers, int threads) {
        long n = graph.vertices();
        long own = n / workers;
        int directions = graph.directions();
        long adjacency = graph.entries() / workers * (Integer.BYTES + graph.weightBytes())
                + own * directions * (Integer.BYTES + 2 * Integer.BYTES);
        long window = n * Long.BYTES + n * BITS_PER_VERTEX / Byte.SIZE;
        long tables = n * (Integer.BYTES + Long.BYTES + graph.idBytes() + directions * Integer.BYTES) + window;
        boolean builds = graph.bagBytes() > 0;
        long held = builds ? Layout.heldBytes(n, workers, graph.weightBytes() > 0) * directions * threads : 0;
        long ordering = builds ? own * Character.BYTES * directions + n * 2L * Integer.BYTES : 0;
        long waiting = graph.entries() / workers / WAITING_ENTRIES * graph.bagBytes();
        return new MemoryEstimate(
                adjacency,
                tables,
                own * program.arrayBytes(),
                own * Long.BYTES * program.results(),
                Math.max(0, ordering - window) + held,
                graph.edges() / workers * graph.bagBytes() + waiting);
    }

    /** Heap in use while the program runs. */
    long live() {
        return adjacency + tables + program + results;
    }

    /** Heap in use at the end of loading. */
    long loadingHeap() {
        return adjacency + tables + loading;
    }

    /** The most heap that is in use at a time. */
    long heap() {
        return Math.max(live(), loadingHeap());
    }

    /**
     * The most memory of the process, as the system counts it.
     *
     * @param eden the heap that is filled before the JVM collects for the first time
     */
    long peak(long eden) {
        long running = live() + uncollected(live(), eden);
        long reading = loadingHeap() + uncollected(loadingHeap(), eden) + bag;
        return JVM_BYTES + Math.max(running, reading);
    }

    /** Heap that is in use no more, or not yet: where more is in use than is filled between two collections, half of that on average. */
    static long uncollected(long used, long eden) {
        return Math.max(eden / 2, eden - used);
    }

    /** @throws UsageException if it is more than the heap can grow to */
    void requireFits(String graph, long heapLimit) {
        if (heap() > heapLimit) {
            throw new UsageException(String.format(
                    Locale.ROOT,
                    "%s needs about %s of heap and the JVM may use %s: give --memory %s or more (in your own JVM: -Xmx)",
                    graph,
                    gibibytes(heap()),
                    gibibytes(heapLimit),
                    flag(heap())));
        }
    }

    private static String gibibytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30));
    }

    private static String flag(long bytes) {
        long mebibytes = (bytes + (bytes >> 2)) >> 20;
        return mebibytes >= 4096 ? ((mebibytes + 1023) >> 10) + "g" : mebibytes + "m";
    }
}
