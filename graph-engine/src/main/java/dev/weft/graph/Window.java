package dev.weft.graph;

import dev.weft.graph.layout.Topology;

/**
 * What the ranks of a worker share while they exchange: each rank writes the part of its own vertices, after a barrier all read.
 *
 * @param messages by internal id
 * @param members a bit for each internal id: the sources that have a message
 */
record Window(long[] messages, long[] members) {
    static Window of(Topology topology) {
        int vertices = topology.vertexCount();
        return new Window(new long[vertices], new long[(vertices + 63) >>> 6]);
    }
}
