package dev.weft.graph.source;

import dev.weft.collectives.Communicator;
import dev.weft.runtime.Ids;
import dev.weft.runtime.ThreadTeam;
import dev.weft.runtime.UsageException;
import java.lang.foreign.MemorySegment;
import java.util.stream.LongStream;

/** One numbering of a graph's vertices for all workers, each of which has numbered those that its own share of the edges names. */
public final class CommonIds {
    private static final long LONGEST_LIST = Integer.MAX_VALUE - 8;

    private final EdgeBag share;
    private final Communicator leaders;

    private CommonIds(EdgeBag share, Communicator leaders) {
        this.share = share;
        this.leaders = leaders;
    }

    /**
     * Puts the numbers that all workers have in common for those of the share, in place. Collective among the leading ranks.
     *
     * @param share closed with what is returned, or if this fails
     * @param name of the graph
     */
    public static EdgeBag number(EdgeBag share, String name, Communicator leaders, ThreadTeam team) {
        if (share.hasAllIds()) {
            return share;
        }
        try {
            Bounds bounds = Bounds.of(share.ids(), leaders);
            return bounds.sameRange()
                    ? share.withAllIds(share.ids())
                    : new CommonIds(share, leaders).merge(bounds, name, team);
        } catch (Throwable failure) {
            share.close();
            throw failure;
        }
    }

    private EdgeBag merge(Bounds bounds, String name, ThreadTeam team) {
        Union union = union(bounds, name);
        Vertices.requireAtMost(Vertices.MOST, union.size(), name);
        Ids ids = union.ids();
        Vertices.requireAny(ids, name);
        renumber(union.numbers(), team);
        return share.withAllIds(ids);
    }

    private Union union(Bounds bounds, String name) {
        if (bounds.span() >= 0 && bounds.span() / Long.SIZE <= bounds.total()) {
            return new RangeUnion(share.ids(), bounds.first(), bounds.span(), leaders);
        }
        if (bounds.total() > LONGEST_LIST) {
            throw new UsageException(name + ": the workers' shares name vertices=" + bounds.total() + " > "
                    + LONGEST_LIST + ", more than can be put in order: list the vertices in a file of their own"
                    + " (--vertices) or use fewer workers");
        }
        return new ListUnion(share.ids(), bounds.sizes(), leaders);
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

    /** The ids of all workers as one ascending list. */
    interface Union {
        long size();

        /** Called once, after {@link #size} was found to be no more than an {@code int} counts. */
        Ids ids();

        /** For each of this worker's ids its place among all; after {@link #ids}. */
        int[] numbers();
    }

    /**
     * How many ids each worker has, and where all of them lie.
     *
     * @param first the smallest id of all
     * @param span from there to the largest; negative if it is 2^63 or more
     */
    private record Bounds(long[] sizes, long first, long span, boolean sameRange) {
        private static final int FIELDS = 3;

        static Bounds of(Ids ids, Communicator leaders) {
            int size = ids.size();
            long[] mine = {size, size == 0 ? Long.MAX_VALUE : ids.id(0), size == 0 ? Long.MIN_VALUE : ids.id(size - 1)};
            var all = new long[FIELDS * leaders.size()];
            leaders.allGather(mine, 0, FIELDS, all, 0);
            var sizes = new long[leaders.size()];
            long first = Long.MAX_VALUE;
            long last = Long.MIN_VALUE;
            for (int worker = 0; worker < sizes.length; worker++) {
                sizes[worker] = all[FIELDS * worker];
                first = Math.min(first, all[FIELDS * worker + 1]);
                last = Math.max(last, all[FIELDS * worker + 2]);
            }
            return new Bounds(sizes, first, last - first, sameRange(sizes, last - first));
        }

        /** Whether every worker has all ids of the range. */
        private static boolean sameRange(long[] sizes, long span) {
            for (long size : sizes) {
                if (size == 0 || size - 1 != span) {
                    return false;
                }
            }
            return true;
        }

        long total() {
            return LongStream.of(sizes).sum();
        }
    }
}
