package dev.weft.graph.layout;

import dev.weft.runtime.Ids;
import dev.weft.runtime.ThreadTeam;

/**
 * What is known of every vertex on every worker.
 *
 * @param internalIds by position among the ids
 * @param globalIds by internal id
 * @param partitionStarts the first internal id of each partition, and the number of vertices at the end
 * @param inDegrees by internal id
 * @param outDegrees by internal id; of an undirected graph the same array
 */
@SuppressWarnings("ArrayRecordComponent")
record VertexTables(
        Ids ids,
        boolean directed,
        int[] internalIds,
        long[] globalIds,
        int[] partitionStarts,
        int[] inDegrees,
        int[] outDegrees) {
    private static final int ID_CHUNK = 1 << 16;

    /**
     * Orders the vertices by their degrees and cuts them into partitions.
     *
     * @param in degrees by position
     * @param out of an undirected graph the same array
     */
    static VertexTables ordered(Ids ids, boolean directed, int[] in, int[] out, ThreadTeam team) {
        int[] positions = DegreeOrder.positions(directed ? sum(in, out) : in);
        int[] orderedIn = reordered(in, positions);
        int[] orderedOut = directed ? reordered(out, positions) : orderedIn;
        int[] starts = Partitioning.starts(directed ? sum(orderedIn, orderedOut) : orderedIn);
        return of(ids, directed, DegreeOrder.inverse(positions), starts, orderedIn, orderedOut, team);
    }

    /**
     * Of vertices that are in order.
     *
     * @param starts of the partitions
     * @param in degrees by internal id
     * @param out of an undirected graph the same array
     */
    static VertexTables of(
            Ids ids, boolean directed, int[] internalIds, int[] starts, int[] in, int[] out, ThreadTeam team) {
        return new VertexTables(ids, directed, internalIds, globalIds(ids, internalIds, team), starts, in, out);
    }

    private static long[] globalIds(Ids ids, int[] internalIds, ThreadTeam team) {
        var globalIds = new long[internalIds.length];
        int chunks = Math.ceilDiv(internalIds.length, ID_CHUNK);
        team.forEachChunk(chunks, (chunk, _) -> {
            int end = Math.min(internalIds.length, (chunk + 1) * ID_CHUNK);
            for (int i = chunk * ID_CHUNK; i < end; i++) {
                globalIds[internalIds[i]] = ids.id(i);
            }
        });
        return globalIds;
    }

    VertexTables reversed() {
        return new VertexTables(ids, directed, internalIds, globalIds, partitionStarts, outDegrees, inDegrees);
    }

    int partitionCount() {
        return partitionStarts.length - 1;
    }

    /** How many vertices a partition has. */
    int vertices(int partition) {
        return partitionStarts[partition + 1] - partitionStarts[partition];
    }

    private static int[] sum(int[] a, int[] b) {
        var sum = new int[a.length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = Math.addExact(a[i], b[i]);
        }
        return sum;
    }

    private static int[] reordered(int[] values, int[] positions) {
        var ordered = new int[values.length];
        for (int i = 0; i < ordered.length; i++) {
            ordered[i] = values[positions[i]];
        }
        return ordered;
    }
}
