package dev.weft.graph;

import dev.weft.graph.layout.Topology;
import dev.weft.runtime.Rank;
import java.util.Arrays;

/**
 * Puts the values of all vertices that the worker owns in the order of input ids. Each rank shows the others its array and fills a share of the
 * result, reading here and there and writing in order: that costs half of the other way round.
 */
final class ResultOrder {
    private static final int CHUNK = 1 << 14;

    private final Rank rank;
    private final int[] internalIds;
    /** The first internal id of each rank. */
    private final int[] bases;

    ResultOrder(Rank rank, Topology topology, OwnedIds owned) {
        this.rank = rank;
        this.internalIds = owned.internalIds();
        this.bases = new int[rank.count()];
        Arrays.setAll(bases, owner -> topology.firstVertex(rank.shares(), owner));
    }

    /** Fills this rank's share of {@code ordered} from {@code parts}, the arrays of the worker's ranks by their numbers. */
    void fill(double[][] parts, double[] ordered) {
        forEachChunk((from, to) -> {
            for (int position = from; position < to; position++) {
                int id = internalIds[position];
                int owner = owner(id);
                ordered[position] = parts[owner][id - bases[owner]];
            }
        });
    }

    void fill(long[][] parts, long[] ordered) {
        forEachChunk((from, to) -> {
            for (int position = from; position < to; position++) {
                int id = internalIds[position];
                int owner = owner(id);
                ordered[position] = parts[owner][id - bases[owner]];
            }
        });
    }

    /** The last rank that begins at or before the id: one before it with the same base owns nothing. */
    private int owner(int internalId) {
        int low = 0;
        int high = bases.length;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (bases[middle] <= internalId) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private void forEachChunk(Graph.RangeBody body) {
        int first = share(rank.workerRank());
        int end = share(rank.workerRank() + 1);
        rank.team().forEachChunk(Math.ceilDiv(end - first, CHUNK), (chunk, _) -> {
            int from = first + chunk * CHUNK;
            body.run(from, Math.min(end, from + CHUNK));
        });
    }

    private int share(int part) {
        return (int) ((long) internalIds.length * part / rank.workerRanks());
    }
}
