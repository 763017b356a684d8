package dev.weft.graph.source;

import dev.weft.runtime.ThreadTeam;
import dev.weft.runtime.UsageException;

/** Edges that are in memory already, as arrays of ids. */
public final class EdgeArrays implements GraphSource {
    private final long[] sources;
    private final long[] targets;
    private final long[] vertices;
    private final boolean directed;

    /** @param vertices further vertices, with or without edges */
    public EdgeArrays(long[] sources, long[] targets, long[] vertices, boolean directed) {
        this.sources = sources;
        this.targets = targets;
        this.vertices = vertices;
        this.directed = directed;
    }

    @Override
    public String name() {
        return "the given edges";
    }

    @Override
    public Sizes expected() {
        return new Sizes(Math.min(sources.length, Integer.MAX_VALUE) + vertices.length, sources.length);
    }

    /** Lone vertices are numbered as loops, which are left out of the edges afterwards. */
    @Override
    public EdgeBag read(ThreadTeam team, LoadProgress progress, Share share) {
        if (sources.length == 0 && vertices.length == 0) {
            throw new UsageException("the graph is empty: give at least one edge or vertex");
        }
        var named = new EdgeBlocks();
        var edges = new EdgeBlocks();
        try (named) {
            append(named, sources, targets, share);
            append(named, vertices, vertices, share);
            named.finish();
            append(edges, sources, targets, share);
            edges.finish();
            try (var numbered = Vertices.of(named, name(), Vertices.MOST, team, progress)) {
                boolean _ = numbered.number(edges, team, new Phase(progress, "numbering vertices", sources.length));
                return new DenseEdges(numbered.ids(), share.isWhole(), directed, edges.edgeCount(), 0, edges);
            }
        } catch (Throwable failure) {
            edges.close();
            throw failure;
        }
    }

    private static void append(EdgeBlocks blocks, long[] from, long[] to, Share share) {
        EdgeAppender appender = blocks.appender();
        var ids = new long[2 * EdgeAppender.STRIP];
        int end = (int) share.end(from.length);
        for (int first = (int) share.start(from.length); first < end; first += EdgeAppender.STRIP) {
            int count = Math.min(EdgeAppender.STRIP, end - first);
            for (int i = 0; i < count; i++) {
                ids[2 * i] = from[first + i];
                ids[2 * i + 1] = to[first + i];
            }
            appender.append(ids, count);
        }
    }
}
