package dev.weft.runtime;

/**
 * What loading brought.
 *
 * @param vertices in the whole graph
 * @param edges in the whole graph, each undirected one counted once
 * @param ownVertices owned by this rank
 * @param ownEdges that end in a vertex of this rank
 */
public record LoadedSizes(long vertices, long edges, long ownVertices, long ownEdges) {}
