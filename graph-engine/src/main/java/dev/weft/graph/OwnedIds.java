package dev.weft.graph;

import dev.weft.graph.layout.Topology;
import dev.weft.runtime.Ids;

/**
 * The ids of the vertices that a worker's ranks own, ascending.
 *
 * @param internalIds of the vertices, in the order of their ids
 */
@SuppressWarnings("ArrayRecordComponent")
record OwnedIds(Ids ids, int[] internalIds) {
    static OwnedIds of(Topology topology) {
        int first = topology.partitionStart(topology.held().first());
        int end = topology.partitionStart(topology.held().end());
        int[] internalIds = topology.internalIds();
        if (end - first == internalIds.length) {
            return new OwnedIds(topology.ids(), internalIds);
        }
        var positions = new int[end - first];
        var owned = new int[end - first];
        int count = 0;
        for (int position = 0; position < internalIds.length; position++) {
            int id = internalIds[position];
            if (id >= first && id < end) {
                positions[count] = position;
                owned[count++] = id;
            }
        }
        return new OwnedIds(new Some(topology.ids(), positions), owned);
    }

    /** Some of many ids. */
    private record Some(Ids all, int[] positions) implements Ids {
        @Override
        public int size() {
            return positions.length;
        }

        @Override
        public long id(int index) {
            return all.id(positions[index]);
        }

        @Override
        public String name(int index) {
            return all.name(positions[index]);
        }
    }
}
