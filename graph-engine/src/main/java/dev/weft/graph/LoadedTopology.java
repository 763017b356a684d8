package dev.weft.graph;

import dev.weft.graph.layout.Topology;

/**
 * A topology and what it took to get it.
 *
 * @param bytesRead of files, by this worker; none if it still had it
 */
record LoadedTopology(Topology topology, long bytesRead) {}
