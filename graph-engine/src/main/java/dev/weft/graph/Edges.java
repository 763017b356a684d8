package dev.weft.graph;

/**
 * Edges in memory, as the value of a job's {@code graph} argument or for {@link Graph#of}: edge i goes from {@code sources[i]} to
 * {@code targets[i]}. Ids are any 64-bit numbers. The arrays are read, never written, and not copied.
 *
 * @param vertices ids of further vertices, without edges perhaps
 */
public record Edges(long[] sources, long[] targets, long[] vertices, boolean directed) {
    public Edges {
        if (sources.length != targets.length) {
            throw new IllegalArgumentException("sources.length=" + sources.length + " != targets.length="
                    + targets.length + ": give one target for each source");
        }
    }

    public static Edges directed(long[] sources, long[] targets) {
        return new Edges(sources, targets, new long[0], true);
    }

    public static Edges undirected(long[] sources, long[] targets) {
        return new Edges(sources, targets, new long[0], false);
    }

    /** The same edges with further vertices. */
    public Edges with(long... isolated) {
        return new Edges(sources, targets, isolated, directed);
    }
}
