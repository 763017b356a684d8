package dev.weft.runtime;

/**
 * What loading brought.
 *
 * @param vertices in the whole graph
 * @param edges in the whole graph, each undirected one counted once
 * @param ownVertices owned by this rank
 * @param ownEdges that end in a vertex of this rank
 * @param bytesRead of files, by the worker that this rank leads; 0 if it still had all from an earlier attempt, and for other ranks
 */
public record LoadedSizes(long vertices, long edges, long ownVertices, long ownEdges, long bytesRead) {}
