package dev.weft.graph;

import dev.weft.collectives.Placement;
import dev.weft.graph.layout.Adjacency;
import dev.weft.graph.layout.PartitionRange;
import dev.weft.graph.layout.Topology;
import dev.weft.runtime.Shares;
import dev.weft.runtime.ThreadTeam;
import java.util.Arrays;

/**
 * Which vertices concern two workers: for each other worker those of this one that it mirrors, since an edge leads from them to one of
 * its vertices, and those of it that this one mirrors. Both workers find the same lists, each from its own adjacency.
 *
 * @param sent by worker: internal ids of own vertices, ascending
 * @param received by worker: internal ids of that worker's vertices, ascending
 */
@SuppressWarnings("ArrayRecordComponent")
record Mirrors(int[][] sent, int[][] received) {
    /** Along the direction of the edges: values travel from their sources to their targets. */
    static Mirrors along(Topology topology, Shares shares, int worker, ThreadTeam team) {
        return new Finder(topology, shares, worker, team)
                .find(new Adjacency[] {topology.out()}, new Adjacency[] {topology.in()});
    }

    /** Whatever the direction of the edges. */
    static Mirrors either(Topology topology, Shares shares, int worker, ThreadTeam team) {
        Adjacency[] both = {topology.in(), topology.out()};
        return new Finder(topology, shares, worker, team).find(both, both);
    }

    private record Finder(Topology topology, int[] starts, int self, ThreadTeam team) {
        Finder(Topology topology, Shares shares, int self, ThreadTeam team) {
            this(topology, starts(topology, shares), self, team);
        }

        /** The first vertex of each worker, and the number of vertices at the end. */
        private static int[] starts(Topology topology, Shares shares) {
            Placement placement = shares.placement();
            var starts = new int[placement.workers() + 1];
            Arrays.setAll(
                    starts,
                    worker -> worker == placement.workers()
                            ? topology.vertexCount()
                            : topology.partitionStart(PartitionRange.of(shares, worker, topology.partitionCount())
                                    .first()));
            return starts;
        }

        Mirrors find(Adjacency[] toOthers, Adjacency[] fromOthers) {
            int workers = starts.length - 1;
            long[][] bits = new long[workers][];
            for (int worker = 0; worker < workers; worker++) {
                bits[worker] = new long[worker == self ? 0 : (vertices(self) + 63) >>> 6];
            }
            long[] mirrored = new long[(topology.vertexCount() + 63) >>> 6];
            PartitionRange held = topology.held();
            team.forEachChunk(held.size(), (i, _) -> {
                int partition = held.first() + i;
                for (Adjacency adjacency : toOthers) {
                    markSent(adjacency, partition, bits);
                }
                for (Adjacency adjacency : fromOthers) {
                    markReceived(adjacency.neighbours(partition), mirrored);
                }
            });
            var sent = new int[workers][];
            var received = new int[workers][];
            for (int worker = 0; worker < workers; worker++) {
                boolean other = worker != self;
                sent[worker] = other ? list(bits[worker], 0, vertices(self), starts[self]) : new int[0];
                received[worker] = other ? list(mirrored, starts[worker], starts[worker + 1], 0) : new int[0];
            }
            return new Mirrors(sent, received);
        }

        private int vertices(int worker) {
            return starts[worker + 1] - starts[worker];
        }

        private void markSent(Adjacency adjacency, int partition, long[][] bits) {
            int[] offsets = adjacency.offsets(partition);
            int[] neighbours = adjacency.neighbours(partition);
            int first = topology.partitionStart(partition) - starts[self];
            for (int i = 0; i + 1 < offsets.length; i++) {
                int at = offsets[i];
                int end = offsets[i + 1];
                for (int worker = 0; worker < bits.length && at < end; worker++) {
                    int next = firstFrom(neighbours, at, end, starts[worker + 1]);
                    if (next > at && worker != self) {
                        VertexBits.setShared(bits[worker], (first + i) >>> 6, 1L << (first + i));
                    }
                    at = next;
                }
            }
        }

        /** The first place whose neighbour is {@code vertex} or a later one. */
        private static int firstFrom(int[] neighbours, int from, int to, int vertex) {
            int low = from;
            int high = to;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (neighbours[middle] < vertex) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }

        private void markReceived(int[] neighbours, long[] mirrored) {
            int first = starts[self];
            int end = starts[self + 1];
            for (int neighbour : neighbours) {
                boolean own = neighbour >= first && neighbour < end;
                if (!own && (mirrored[neighbour >>> 6] & 1L << neighbour) == 0) {
                    VertexBits.setShared(mirrored, neighbour >>> 6, 1L << neighbour);
                }
            }
        }

        /** The bits from {@code from} to before {@code to}, as numbers from {@code base} on. */
        private static int[] list(long[] words, int from, int to, int base) {
            int count = 0;
            for (int w = from >>> 6; w << 6 < to; w++) {
                count += Long.bitCount(words[w] & VertexBits.mask(w, from, to));
            }
            var list = new int[count];
            int next = 0;
            for (int w = from >>> 6; w << 6 < to; w++) {
                for (long word = words[w] & VertexBits.mask(w, from, to); word != 0; word &= word - 1) {
                    list[next++] = base + (w << 6) + Long.numberOfTrailingZeros(word);
                }
            }
            return list;
        }
    }
}
