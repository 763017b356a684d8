package dev.weft.graph.source;

import dev.weft.runtime.Ids;
import dev.weft.runtime.ThreadTeam;
import dev.weft.runtime.UsageException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;

/** The vertices of a graph: their ids, and the number of each, which is its place in ascending order. */
final class Vertices implements AutoCloseable {
    /** The most vertices that a graph may have. */
    static final long MOST = Integer.MAX_VALUE - 1;

    /** Up to so many ids for each edge, the bits of a range take less memory than a hash table. */
    private static final long RANGE_PER_EDGE = 16;

    private static final long SMALL_RANGE = 1 << 16;

    /** A first guess: so many ends of edges meet in a vertex. */
    private static final long ENDS_PER_VERTEX = 16;

    private final Numbering numbering;
    private final Ids ids;

    private Vertices(Numbering numbering, Ids ids) {
        this.numbering = numbering;
        this.ids = ids;
    }

    /**
     * Finds all ids in these edges and puts numbers for them; all blocks are narrow afterwards.
     *
     * @param name of the graph
     * @param most how many vertices there may be
     */
    static Vertices of(EdgeBlocks edges, String name, long most, ThreadTeam team, LoadProgress progress) {
        Numbering numbering = numbering(edges, team.size());
        try {
            addAll(edges, numbering, team, new Phase(progress, "finding vertices", edges.edgeCount()));
            requireAtMost(most, numbering.count(team), name);
            var vertices = new Vertices(numbering, numbering.order(team));
            vertices.numberMarks(edges, team, new Phase(progress, "numbering vertices", edges.edgeCount()));
            return vertices;
        } catch (Throwable failure) {
            numbering.close();
            throw failure;
        }
    }

    static void requireAtMost(long most, long count, String name) {
        if (count > most) {
            throw new UsageException(
                    name + " has vertices=" + count + " > " + most + ", the most that a graph may have: split it");
        }
    }

    static void requireAny(Ids ids, String name) {
        if (ids.size() == 0) {
            throw new UsageException(name + " is an empty graph: give it at least one edge, a line such as \"1 2\"");
        }
    }

    private static Numbering numbering(EdgeBlocks edges, int threads) {
        long count = edges.edgeCount();
        long span = edges.largest() - edges.smallest();
        long limit = Math.min(BitNumbering.LARGEST_RANGE, Math.max(SMALL_RANGE, RANGE_PER_EDGE * count));
        return Long.compareUnsigned(span, limit) < 0
                ? new BitNumbering(edges.smallest(), span + 1)
                : new HashNumbering(2 * count / ENDS_PER_VERTEX, 2L * EdgeAppender.STRIP * threads);
    }

    private static void addAll(EdgeBlocks edges, Numbering numbering, ThreadTeam team, Phase phase) {
        EdgeStrip[] strips = strips(team);
        var added = new long[edges.count()];
        while (true) {
            team.forEachChunk(added.length, (b, thread) -> {
                long before = added[b];
                added[b] = strips[thread].add(edges.block(b), before, numbering);
                phase.advance(added[b] - before);
            });
            if (Arrays.stream(added).sum() == edges.edgeCount()) {
                break;
            }
            numbering.grow(team);
        }
        edges.becomeNarrow();
    }

    private static EdgeStrip[] strips(ThreadTeam team) {
        var strips = new EdgeStrip[team.size()];
        Arrays.setAll(strips, _ -> new EdgeStrip());
        return strips;
    }

    private void numberMarks(EdgeBlocks edges, ThreadTeam team, Phase phase) {
        if (ids instanceof ContiguousIds) {
            return;
        }
        EdgeStrip[] strips = strips(team);
        team.forEachChunk(edges.count(), (b, thread) -> {
            EdgeBlock block = edges.block(b);
            strips[thread].numberMarks(block, numbering);
            phase.advance(block.edgeCount());
        });
    }

    /** Puts numbers for ids in other edges; all blocks are narrow afterwards. False if an id is not that of a vertex. */
    boolean number(EdgeBlocks edges, ThreadTeam team, Phase phase) {
        var known = new AtomicBoolean(true);
        EdgeStrip[] strips = strips(team);
        team.forEachChunk(edges.count(), (b, thread) -> {
            EdgeBlock block = edges.block(b);
            if (!strips[thread].number(block, numbering)) {
                known.set(false);
            }
            phase.advance(block.edgeCount());
        });
        return known.get();
    }

    Ids ids() {
        return ids;
    }

    boolean has(long id) {
        return numbering.number(new long[] {id}, 1);
    }

    @Override
    public void close() {
        numbering.close();
    }
}
