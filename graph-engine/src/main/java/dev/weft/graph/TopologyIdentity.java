package dev.weft.graph;

import dev.weft.graph.layout.Topology;

/** A few words that no two graphs have in common, as good as surely: sizes, and a mixture of the vertices' ids and degrees in their order. */
final class TopologyIdentity {
    private static final long FACTOR = 0x9E3779B97F4A7C15L;

    private TopologyIdentity() {}

    static String of(Topology topology) {
        long[] ids = topology.globalIds();
        int[] out = topology.out().degrees();
        int[] in = topology.in().degrees();
        long mixed = 0;
        for (int v = 0; v < ids.length; v++) {
            mixed = Long.rotateLeft(mixed ^ ids[v], 23) * FACTOR;
            mixed = Long.rotateLeft(mixed ^ ((long) out[v] << 32 | in[v]), 29) * FACTOR;
        }
        return "graph of " + topology.vertexCount() + " vertices and " + topology.edgeCount() + " edges, "
                + Long.toHexString(mixed);
    }
}
