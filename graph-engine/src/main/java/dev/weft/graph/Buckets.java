package dev.weft.graph;

/**
 * Vertices that wait to pass on their distance, by buckets of equal width: those at a distance from {@code b * width} to before
 * {@code (b + 1) * width} wait in bucket b. {@link Graph#edgeMin(Buckets)} settles the lowest bucket that isn't empty. Delta-stepping
 * (Meyer and Sanders, J. Algorithms 2003), where the width is called delta.
 */
public final class Buckets {
    private final Graph graph;
    private final double width;
    private long next = Bins.NONE;

    Buckets(Graph graph, double width) {
        this.graph = graph;
        this.width = width;
    }

    /** Whether no vertex waits on any rank. Costs no message. */
    public boolean isEmpty() {
        return next == Bins.NONE;
    }

    /** The width of a bucket, as given or as chosen. */
    public double width() {
        return width;
    }

    /** The lowest bucket in which a vertex waits. */
    long next() {
        return next;
    }

    void next(long bucket) {
        next = bucket;
    }

    /** Has those wait whose distance lies in this bucket or a later one. Collective. */
    void restore(long bucket) {
        graph.shortestPaths().restore(this, bucket);
    }

    void requireGraph(Graph expected) {
        if (expected != graph) {
            throw new IllegalArgumentException(
                    "these buckets belong to another graph or another attempt: make new ones");
        }
    }
}
