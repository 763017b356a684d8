package dev.weft.graph.source;

import dev.weft.collectives.Communicator;
import dev.weft.runtime.Ids;
import dev.weft.runtime.ThreadTeam;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** One numbering of a graph's vertices for all workers, each of which has numbered those that its own share of the edges names. */
public final class CommonIds {
    private final EdgeBag share;
    private final Communicator leaders;

    private CommonIds(EdgeBag share, Communicator leaders) {
        this.share = share;
        this.leaders = leaders;
    }

    /**
     * Puts the numbers that all workers have in common for those of the share, in place. Collective among the leading ranks.
     *
     * @param name of the graph
     */
    public static EdgeBag number(EdgeBag share, String name, Communicator leaders, ThreadTeam team) {
        if (share.hasAllIds()) {
            return share;
        }
        var common = new CommonIds(share, leaders);
        long[] bounds = common.bounds();
        return common.allSame(bounds) ? share : common.merge(bounds, name, team);
    }

    private static final int BOUNDS = 3;

    /** Of each worker: number of ids, first, last. */
    private long[] bounds() {
        Ids ids = share.ids();
        int size = ids.size();
        long[] mine = {size, size == 0 ? 0 : ids.id(0), size == 0 ? 0 : ids.id(size - 1)};
        var all = new long[BOUNDS * leaders.size()];
        leaders.allGather(mine, 0, BOUNDS, all, 0);
        return all;
    }

    /** Whether all workers have the same ids, as far as their bounds tell. */
    private boolean allSame(long[] bounds) {
        for (int i = 0; i < bounds.length; i++) {
            if (bounds[i] != bounds[i % BOUNDS]) {
                return false;
            }
        }
        return bounds[0] > 0 && bounds[2] - bounds[1] == bounds[0] - 1;
    }

    private EdgeBag merge(long[] bounds, String name, ThreadTeam team) {
        var counts = new int[leaders.size()];
        var starts = new int[leaders.size() + 1];
        for (int worker = 0; worker < counts.length; worker++) {
            counts[worker] = (int) bounds[BOUNDS * worker];
            long end = (long) starts[worker] + counts[worker];
            Vertices.requireAtMost(Vertices.MOST, end, name);
            starts[worker + 1] = (int) end;
        }
        long[] all = gathered(counts, starts);
        var numbers = new int[share.ids().size()];
        Ids ids = ids(mergedInPlace(all, starts, numbers));
        Vertices.requireAny(ids, name);
        renumber(numbers, team);
        return new Renumbered(share, ids);
    }

    private long[] gathered(int[] counts, int[] starts) {
        Ids ids = share.ids();
        var mine = new long[ids.size()];
        Arrays.setAll(mine, ids::id);
        var all = new long[starts[counts.length]];
        leaders.allGatherV(mine, 0, counts, all, Arrays.copyOf(starts, counts.length));
        return all;
    }

    /** The ids of all ascending lists, each once; and for each of this worker's its place among them. */
    private long[] mergedInPlace(long[] lists, int[] starts, int[] numbers) {
        int[] next = Arrays.copyOf(starts, starts.length - 1);
        int self = leaders.rank();
        var merged = new long[lists.length];
        int count = 0;
        while (true) {
            int least = smallest(lists, next, starts);
            if (least < 0) {
                return Arrays.copyOf(merged, count);
            }
            long id = lists[next[least]];
            for (int list = 0; list < next.length; list++) {
                if (next[list] < starts[list + 1] && lists[next[list]] == id) {
                    if (list == self) {
                        numbers[next[list] - starts[list]] = count;
                    }
                    next[list]++;
                }
            }
            merged[count++] = id;
        }
    }

    private static int smallest(long[] lists, int[] next, int[] starts) {
        int best = -1;
        for (int list = 0; list < next.length; list++) {
            if (next[list] < starts[list + 1] && (best < 0 || lists[next[list]] < lists[next[best]])) {
                best = list;
            }
        }
        return best;
    }

    private static Ids ids(long[] ids) {
        int last = ids.length - 1;
        return last >= 0 && ids[last] - ids[0] == last ? new ContiguousIds(ids[0], ids.length) : new SortedIds(ids);
    }

    private void renumber(int[] numbers, ThreadTeam team) {
        team.forEachChunk(share.blockCount(), (b, _) -> {
            MemorySegment block = share.block(b);
            for (long i = 0; i < block.byteSize() / Long.BYTES; i++) {
                long edge = block.getAtIndex(EdgeBag.EDGE, i);
                long renumbered = EdgeBag.edge(numbers[EdgeBag.source(edge)], numbers[EdgeBag.target(edge)]);
                block.setAtIndex(EdgeBag.EDGE, i, renumbered);
            }
        });
    }

    /** A share whose edges have got other numbers. */
    private record Renumbered(EdgeBag share, Ids ids) implements EdgeBag {
        @Override
        public boolean directed() {
            return share.directed();
        }

        @Override
        public long edgeCount() {
            return share.edgeCount();
        }

        @Override
        public long bytesRead() {
            return share.bytesRead();
        }

        @Override
        public int blockCount() {
            return share.blockCount();
        }

        @Override
        public MemorySegment block(int index) {
            return share.block(index);
        }

        @Override
        public void close() {
            share.close();
        }
    }
}
