package dev.weft.graph.algorithms;

import dev.weft.graph.Fragment;

/** The edges of a virtual partition's vertices in whichever direction, with their weights in units; vertices are fragment indices. */
final class WeightedLinks {
    private final int first;
    private final Side out;
    /** Of an undirected graph the same edges: only looked at if the graph is directed. */
    private final Side in;

    private final boolean directed;

    private WeightedLinks(int first, Side out, Side in, boolean directed) {
        this.first = first;
        this.out = out;
        this.in = in;
        this.directed = directed;
    }

    static WeightedLinks of(Fragment fragment, int partition, double unitsPerWeight) {
        boolean weighted = fragment.weighted();
        EdgeUnits outUnits =
                weighted ? new EdgeUnits.Scaled(fragment.outWeights(partition), unitsPerWeight) : new EdgeUnits.Ones();
        EdgeUnits inUnits =
                weighted ? new EdgeUnits.Scaled(fragment.inWeights(partition), unitsPerWeight) : new EdgeUnits.Ones();
        return new WeightedLinks(
                fragment.partitionStart(partition),
                new Side(fragment.outOffsets(partition), fragment.outNeighbours(partition), outUnits),
                new Side(fragment.inOffsets(partition), fragment.inNeighbours(partition), inUnits),
                fragment.directed());
    }

    /** The partition's first vertex. */
    int first() {
        return first;
    }

    /** The weight to each neighbouring community; loops are left out. */
    void tally(Tally tally, int vertex, int[] community) {
        int i = vertex - first;
        tally.begin(out.count(i) + (directed ? in.count(i) : 0));
        addTo(tally, vertex, community);
    }

    /** As {@link #tally}, on top of what is there: there must be room. */
    void addTo(Tally tally, int vertex, int[] community) {
        out.addTo(tally, vertex, vertex - first, community);
        if (directed) {
            in.addTo(tally, vertex, vertex - first, community);
        }
    }

    /** How many edges a vertex has. */
    int count(int vertex) {
        return out.count(vertex - first) + (directed ? in.count(vertex - first) : 0);
    }

    /** Writes a number to each neighbour. */
    void stamp(int vertex, int[] stamps, int stamp) {
        out.stamp(vertex - first, stamps, stamp);
        if (directed) {
            in.stamp(vertex - first, stamps, stamp);
        }
    }

    /**
     * What a vertex that moved adds to the weight within communities, over the two orders of itself and each neighbour; a neighbour that moved,
     * too, adds its own half.
     */
    long insideGained(int vertex, int[] before, int[] after) {
        int i = vertex - first;
        return out.insideGained(vertex, i, before, after) + (directed ? in.insideGained(vertex, i, before, after) : 0);
    }

    /** The weight to other vertices. */
    long others(int vertex) {
        int i = vertex - first;
        return out.others(vertex, i) + (directed ? in.others(vertex, i) : 0);
    }

    /** Twice the weight of the loops; a directed one stands on both sides. */
    long loops(int vertex) {
        return 2 * out.loops(vertex, vertex - first);
    }

    private record Side(int[] offsets, int[] neighbours, EdgeUnits units) {
        int count(int i) {
            return offsets[i + 1] - offsets[i];
        }

        void addTo(Tally tally, int vertex, int i, int[] community) {
            for (int e = offsets[i]; e < offsets[i + 1]; e++) {
                if (neighbours[e] != vertex) {
                    tally.add(community[neighbours[e]], units.at(e));
                }
            }
        }

        void stamp(int i, int[] stamps, int stamp) {
            for (int e = offsets[i]; e < offsets[i + 1]; e++) {
                stamps[neighbours[e]] = stamp;
            }
        }

        long insideGained(int vertex, int i, int[] before, int[] after) {
            int from = before[vertex];
            int to = after[vertex];
            long gained = 0;
            for (int e = offsets[i]; e < offsets[i + 1]; e++) {
                int neighbour = neighbours[e];
                long with = (after[neighbour] == to ? 1L : 0L) - (before[neighbour] == from ? 1L : 0L);
                if (with != 0 && neighbour != vertex) {
                    gained += (before[neighbour] == after[neighbour] ? 2 : 1) * with * units.at(e);
                }
            }
            return gained;
        }

        long others(int vertex, int i) {
            long sum = 0;
            for (int e = offsets[i]; e < offsets[i + 1]; e++) {
                sum += neighbours[e] != vertex ? units.at(e) : 0;
            }
            return sum;
        }

        long loops(int vertex, int i) {
            long sum = 0;
            for (int e = offsets[i]; e < offsets[i + 1]; e++) {
                sum += neighbours[e] == vertex ? units.at(e) : 0;
            }
            return sum;
        }
    }
}
