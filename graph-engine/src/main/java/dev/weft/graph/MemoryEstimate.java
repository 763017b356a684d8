package dev.weft.graph;

import dev.weft.graph.source.GraphSource;
import dev.weft.graph.store.Column;
import dev.weft.graph.store.ColumnType;
import dev.weft.graph.store.GraphHeader;
import dev.weft.runtime.UsageException;
import java.util.Locale;

/**
 * What a graph takes in each worker, before it is read.
 *
 * @param heapBytes its share of the adjacency in both directions with its weights, tables of all vertices and about three arrays of the program
 */
record MemoryEstimate(long heapBytes) {
    private static final long DIRECTIONS = 2;
    /** Order, degrees, offsets, ids, the message window and the builder's cursors; then the program's. */
    private static final long BYTES_PER_VERTEX = 4 * Integer.BYTES + 3 * Long.BYTES + 3 * Long.BYTES;

    private static final long FIXED_BYTES = 32L << 20;

    static MemoryEstimate of(GraphSource.Sizes sizes, int workers) {
        return new MemoryEstimate(sizes.edges() / workers * DIRECTIONS * (Integer.BYTES + sizes.weightBytes())
                + sizes.vertices() * BYTES_PER_VERTEX
                + FIXED_BYTES);
    }

    static MemoryEstimate of(GraphHeader header, int workers) {
        long entries = 0;
        for (int p = 0; p < header.partitionCount(); p++) {
            entries += header.inEntries()[p] + (header.directed() ? header.outEntries()[p] : 0L);
        }
        int weightBytes = header.find("weight", Column.Of.IN_EDGES)
                .flatMap(place -> place.column().type())
                .map(ColumnType::width)
                .orElse(0);
        return of(new GraphSource.Sizes(header.vertices(), entries / DIRECTIONS, weightBytes), workers);
    }

    /** @throws UsageException if it is more than the heap can grow to */
    void requireFits(String graph, long heapLimit) {
        if (heapBytes > heapLimit) {
            throw new UsageException(String.format(
                    Locale.ROOT,
                    "%s needs about %s of heap and the JVM may use %s: give --memory %s or more (in your own JVM: -Xmx)",
                    graph,
                    gibibytes(heapBytes),
                    gibibytes(heapLimit),
                    flag(heapBytes)));
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
