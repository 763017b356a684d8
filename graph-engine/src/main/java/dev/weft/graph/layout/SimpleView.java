package dev.weft.graph.layout;

/**
 * A topology without directions, parallel edges and self-loops: the neighbours of a vertex are all others that an edge joins it with,
 * each once. Seen vertex by vertex, from the adjacency that is held.
 */
public final class SimpleView {
    /** Set in a neighbour to which edges of a directed graph lead both ways; without it, a neighbour is an internal id. */
    public static final int BOTH_WAYS = Integer.MIN_VALUE;

    private static final int NONE = Integer.MAX_VALUE;

    private final Topology topology;

    public SimpleView(Topology topology) {
        this.topology = topology;
    }

    /** Whether the partition's outgoing neighbours are already those of this view. */
    public boolean isAsStored(int partition) {
        if (topology.directed()) {
            return false;
        }
        int[] offsets = topology.out().offsets(partition);
        int[] neighbours = topology.out().neighbours(partition);
        int first = topology.partitionStart(partition);
        for (int i = 0; i + 1 < offsets.length; i++) {
            int before = -1;
            for (int at = offsets[i]; at < offsets[i + 1]; at++) {
                if (neighbours[at] == before || neighbours[at] == first + i) {
                    return false;
                }
                before = neighbours[at];
            }
        }
        return true;
    }

    /** Room that {@link #read} needs for any vertex of the partition. */
    public int longest(int partition) {
        int longest = 0;
        for (int v = topology.partitionStart(partition); v < topology.partitionStart(partition + 1); v++) {
            longest = Math.max(longest, Math.addExact(topology.out().degrees()[v], inward(v)));
        }
        return longest;
    }

    private int inward(int vertex) {
        return topology.directed() ? topology.in().degrees()[vertex] : 0;
    }

    /** Writes the neighbours of a vertex of the partition, ascending, and returns how many there are. */
    public int read(int partition, int vertex, int[] into) {
        int i = vertex - topology.partitionStart(partition);
        int[] outOffsets = topology.out().offsets(partition);
        int[] outNeighbours = topology.out().neighbours(partition);
        if (!topology.directed()) {
            return distinct(vertex, outNeighbours, outOffsets[i], outOffsets[i + 1], into);
        }
        int[] inOffsets = topology.in().offsets(partition);
        int[] inNeighbours = topology.in().neighbours(partition);
        int length = 0;
        int out = outOffsets[i];
        int in = inOffsets[i];
        int outEnd = outOffsets[i + 1];
        int inEnd = inOffsets[i + 1];
        while (out < outEnd || in < inEnd) {
            int target = out < outEnd ? outNeighbours[out] : NONE;
            int source = in < inEnd ? inNeighbours[in] : NONE;
            int least = Math.min(target, source);
            if (least != vertex) {
                into[length++] = target == source ? least | BOTH_WAYS : least;
            }
            out = after(least, outNeighbours, out, outEnd);
            in = after(least, inNeighbours, in, inEnd);
        }
        return length;
    }

    private static int after(int vertex, int[] neighbours, int from, int to) {
        int at = from;
        while (at < to && neighbours[at] == vertex) {
            at++;
        }
        return at;
    }

    private static int distinct(int vertex, int[] neighbours, int from, int to, int[] into) {
        int length = 0;
        int before = vertex;
        for (int at = from; at < to; at++) {
            int neighbour = neighbours[at];
            if (neighbour != before && neighbour != vertex) {
                into[length++] = neighbour;
            }
            before = neighbour;
        }
        return length;
    }
}
