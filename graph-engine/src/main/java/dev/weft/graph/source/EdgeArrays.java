package dev.weft.graph.source;

import dev.weft.runtime.ThreadTeam;
import dev.weft.runtime.UsageException;

/** Edges that are in memory already, as arrays of ids and weights. */
public final class EdgeArrays implements GraphSource {
    private static final double[] NO_WEIGHTS = {};

    private final long[] sources;
    private final long[] targets;
    private final long[] vertices;
    private final boolean directed;
    private final double[] weights;

    /**
     * @param vertices further vertices, with or without edges
     * @param weights finite, one for each edge; none at all if edges have no weights
     */
    public EdgeArrays(long[] sources, long[] targets, long[] vertices, boolean directed, double[] weights) {
        this.sources = sources;
        this.targets = targets;
        this.vertices = vertices;
        this.directed = directed;
        this.weights = weights;
    }

    @Override
    public String name() {
        return "the given edges";
    }

    @Override
    public Sizes expected() {
        return new Sizes(
                (long) sources.length + vertices.length, sources.length, weights.length > 0 ? Double.BYTES : 0);
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
            append(named, sources, targets, NO_WEIGHTS, share);
            append(named, vertices, vertices, NO_WEIGHTS, share);
            named.finish();
            append(edges, sources, targets, weights, share);
            edges.finish();
            try (var numbered = Vertices.of(named, name(), Vertices.MOST, team, progress)) {
                boolean _ = numbered.number(edges, team, new Phase(progress, "numbering vertices", sources.length));
                return new DenseEdges(
                        numbered.ids(),
                        share.isWhole(),
                        directed,
                        weights.length > 0,
                        edges.edgeCount(),
                        Reading.NOTHING,
                        edges);
            }
        } catch (Throwable failure) {
            edges.close();
            throw failure;
        }
    }

    private static void append(EdgeBlocks blocks, long[] from, long[] to, double[] weights, Share share) {
        EdgeAppender appender = blocks.appender(weights.length > 0);
        var ids = new long[2 * EdgeAppender.STRIP];
        var some = new double[EdgeAppender.STRIP];
        int end = (int) share.end(from.length);
        for (int first = (int) share.start(from.length); first < end; first += EdgeAppender.STRIP) {
            int count = Math.min(EdgeAppender.STRIP, end - first);
            for (int i = 0; i < count; i++) {
                ids[2 * i] = from[first + i];
                ids[2 * i + 1] = to[first + i];
            }
            for (int i = 0; i < count && weights.length > 0; i++) {
                some[i] = weights[first + i] + 0.0; // which makes -0.0 a plain zero
            }
            appender.append(ids, some, count);
        }
    }
}
