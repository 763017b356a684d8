package dev.weft.graph;

import dev.weft.graph.layout.Topology;
import dev.weft.runtime.Rank;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A rank's adjacency as plain arrays, for algorithms that work on more than messages between neighbours. Here a vertex is a fragment
 * index, from 0 to {@link #size()} - 1: all vertices that the ranks of this worker own. This rank owns those from {@link #first()} to
 * before {@link #end()}, cut into the virtual partitions from {@link #firstPartition()} to before {@link #endPartition()}; local vertex v
 * is fragment index {@code first() + v}.
 *
 * <p>{@link #sharedInts} and {@link #sharedLongs} are arrays over fragment indices that all ranks of the worker see and may write to at
 * the same time, by the atomic methods here; a barrier or a step boundary makes plain writes visible.
 */
public final class Fragment {
    private static final VarHandle INTS = MethodHandles.arrayElementVarHandle(int[].class);
    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

    private final Graph graph;
    private final Rank rank;
    private final Topology topology;
    private final int firstPartition;
    private final int endPartition;

    Fragment(Graph graph, Rank rank, Topology topology, int firstPartition, int endPartition) {
        this.graph = graph;
        this.rank = rank;
        this.topology = topology;
        this.firstPartition = firstPartition;
        this.endPartition = endPartition;
    }

    public int size() {
        return topology.vertexCount();
    }

    public int first() {
        return graph.base();
    }

    public int end() {
        return graph.base() + graph.localVertexCount();
    }

    public int firstPartition() {
        return firstPartition;
    }

    public int endPartition() {
        return endPartition;
    }

    /** The first fragment index of a partition. */
    public int partitionStart(int partition) {
        return topology.partitionStart(partition);
    }

    /**
     * Where each vertex's outgoing edges begin: those of the partition's i-th vertex are the entries from {@code outOffsets(p)[i]} to
     * before {@code outOffsets(p)[i + 1]} of {@link #outNeighbours}.
     */
    public int[] outOffsets(int partition) {
        return topology.out().offsets(partition);
    }

    /** Fragment indices of the targets, ascending for each source. Not to be written to. */
    public int[] outNeighbours(int partition) {
        return topology.out().neighbours(partition);
    }

    /** As {@link #outOffsets}, for incoming edges; of an undirected graph the same array. */
    public int[] inOffsets(int partition) {
        return topology.in().offsets(partition);
    }

    public int[] inNeighbours(int partition) {
        return topology.in().neighbours(partition);
    }

    public boolean directed() {
        return topology.directed();
    }

    /** The input's id of a fragment index. */
    public long globalId(int index) {
        return topology.globalIds()[index];
    }

    /** Runs {@code body} for each of the rank's pieces, on all its threads. Local. */
    public void forEachPiece(PieceBody body) {
        Chunks chunks = graph.chunks();
        int base = graph.base();
        rank.team()
                .forEachChunk(
                        chunks.count(),
                        (chunk, _) ->
                                body.run(chunks.partition(chunk), base + chunks.from(chunk), base + chunks.to(chunk)));
    }

    /** An array over all fragment indices, one for all ranks of the worker; zeros at the first call with its name. Collective. */
    public int[] sharedInts(String name) {
        return graph.shared("fragment/" + name, () -> new int[size()]);
    }

    public long[] sharedLongs(String name) {
        return graph.shared("fragment/" + name, () -> new long[size()]);
    }

    /** Puts {@code value} in place of {@code expected}; false if something else stood there. */
    public static boolean compareAndSet(int[] array, int index, int expected, int value) {
        return INTS.compareAndSet(array, index, expected, value);
    }

    /** Lowers an element to {@code value} if it is higher. */
    public static void lower(long[] array, int index, long value) {
        long seen = (long) LONGS.getVolatile(array, index);
        while (value < seen && !LONGS.compareAndSet(array, index, seen, value)) {
            seen = (long) LONGS.getVolatile(array, index);
        }
    }

    /** Work on one piece of a virtual partition. */
    @FunctionalInterface
    public interface PieceBody {
        /**
         * @param from first fragment index
         * @param to the index after the last
         */
        void run(int partition, int from, int to);
    }
}
