package dev.weft.graph;

import dev.weft.graph.source.GraphSource;
import dev.weft.graph.store.Column;
import dev.weft.graph.store.ColumnType;
import dev.weft.graph.store.GraphHeader;

/**
 * What is known of a graph before it is read, as far as memory goes.
 *
 * @param edges each undirected one once
 * @param directed what isn't known counts as directed, which takes more tables
 * @param weightBytes of an edge in memory
 * @param idBytes of a vertex: 8, or 0 where ids are known to be contiguous
 * @param bagBytes off the heap for an edge while it is read, before it has its place
 */
record GraphShape(long vertices, long edges, boolean directed, int weightBytes, int idBytes, int bagBytes) {
    static GraphShape of(GraphSource.Sizes sizes, boolean directed, boolean contiguous) {
        int bag = Long.BYTES + (sizes.weightBytes() > 0 ? Double.BYTES : 0);
        return new GraphShape(
                sizes.vertices(), sizes.edges(), directed, sizes.weightBytes(), contiguous ? 0 : Long.BYTES, bag);
    }

    /** Of a binary graph, which is read straight into its place. */
    static GraphShape of(GraphHeader header) {
        int weightBytes = header.find("weight", Column.Of.IN_EDGES)
                .flatMap(place -> place.column().type())
                .map(ColumnType::width)
                .orElse(0);
        boolean contiguous = header.columns().stream()
                .noneMatch(column -> column.name().equals("id") || column.name().equals("name"));
        return new GraphShape(
                header.vertices(), header.edges(), header.directed(), weightBytes, contiguous ? 0 : Long.BYTES, 0);
    }

    /** Neighbours in all lists together: two for each edge. */
    long entries() {
        return 2 * edges;
    }

    int directions() {
        return directed ? 2 : 1;
    }
}
