package dev.weft.graph;

/**
 * Edges in memory, as the value of a job's {@code graph} argument or for {@link Graph#of}: edge i goes from {@code sources[i]} to
 * {@code targets[i]} and weighs {@code weights[i]}. Ids are any 64-bit numbers, weights any finite ones. The arrays are read, never
 * written, and not copied.
 *
 * @param vertices ids of further vertices, without edges perhaps
 * @param weights one for each edge; none at all if edges have no weights
 */
public record Edges(long[] sources, long[] targets, long[] vertices, boolean directed, double[] weights) {
    private static final double[] NO_WEIGHTS = {};
    private static final long[] NO_VERTICES = {};

    public Edges {
        if (sources.length != targets.length) {
            throw new IllegalArgumentException("sources.length=" + sources.length + " != targets.length="
                    + targets.length + ": give one target for each source");
        }
        if (weights.length > 0 && weights.length != sources.length) {
            throw new IllegalArgumentException("weights.length=" + weights.length + " != sources.length="
                    + sources.length + ": give one weight for each edge, or none at all");
        }
        for (int i = 0; i < weights.length; i++) {
            if (!Double.isFinite(weights[i])) {
                throw new IllegalArgumentException(
                        "weights[" + i + "]=" + weights[i] + " is not finite: give each edge a number");
            }
        }
    }

    /** Edges without weights. */
    public Edges(long[] sources, long[] targets, long[] vertices, boolean directed) {
        this(sources, targets, vertices, directed, NO_WEIGHTS);
    }

    public static Edges directed(long[] sources, long[] targets) {
        return new Edges(sources, targets, NO_VERTICES, true);
    }

    public static Edges directed(long[] sources, long[] targets, double[] weights) {
        return new Edges(sources, targets, NO_VERTICES, true, weights);
    }

    public static Edges undirected(long[] sources, long[] targets) {
        return new Edges(sources, targets, NO_VERTICES, false);
    }

    public static Edges undirected(long[] sources, long[] targets, double[] weights) {
        return new Edges(sources, targets, NO_VERTICES, false, weights);
    }

    /** The same edges with further vertices. */
    public Edges with(long... isolated) {
        return new Edges(sources, targets, isolated, directed, weights);
    }

    public boolean weighted() {
        return weights.length > 0;
    }
}
