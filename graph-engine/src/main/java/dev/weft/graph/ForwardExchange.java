package dev.weft.graph;

import dev.weft.collectives.Communicator;
import dev.weft.collectives.Op;
import dev.weft.graph.layout.Topology;

/**
 * Brings the lists of vertices to those workers with larger indices that mirror them. First the lengths, then, in rounds, the entries: for
 * each pair of workers one stream of all lists in the order of their vertices, of which a round takes the next
 * {@value #ROUND_ENTRIES} entries divided by the number of workers. So buffers hold 4 MiB in each direction, and 4 bytes a mirrored vertex.
 */
final class ForwardExchange {
    static final int ROUND_ENTRIES = 1 << 20;

    private final Communicator leaders;
    private final int self;
    private final Mirrors mirrors;
    private final Topology topology;
    private final ForwardLists lists;
    private final int workers;
    private final int most;
    private final Outgoing[] outgoing;
    private final Incoming[] incoming;

    ForwardExchange(Communicator leaders, Mirrors mirrors, Topology topology, ForwardLists lists, int roundEntries) {
        this.leaders = leaders;
        this.self = leaders.rank();
        this.mirrors = mirrors;
        this.topology = topology;
        this.lists = lists;
        this.workers = leaders.size();
        this.most = Math.ceilDiv(roundEntries, workers);
        this.outgoing = new Outgoing[workers];
        this.incoming = new Incoming[workers];
    }

    void run() {
        exchangeLengths();
        long longest = 0;
        for (int worker = 0; worker < workers; worker++) {
            longest = Math.max(longest, incoming[worker].left);
        }
        long rounds = leaders.allReduce(Math.ceilDiv(longest, most), Op.MAX);
        int[] sent = new int[most * workers];
        int[] received = new int[most * workers];
        for (long round = 0; round < rounds; round++) {
            exchangeEntries(sent, received);
        }
    }

    private void exchangeLengths() {
        int[] sendCounts = new int[workers];
        int[] receiveCounts = new int[workers];
        for (int worker = 0; worker < workers; worker++) {
            sendCounts[worker] = worker > self ? mirrors.sent()[worker].length : 0;
            receiveCounts[worker] = worker < self ? mirrors.received()[worker].length : 0;
        }
        int[] sendStarts = starts(sendCounts);
        int[] receiveStarts = starts(receiveCounts);
        int[] sent = new int[sendStarts[workers - 1] + sendCounts[workers - 1]];
        int[] received = new int[receiveStarts[workers - 1] + receiveCounts[workers - 1]];
        for (int worker = 0; worker < workers; worker++) {
            for (int i = 0; i < sendCounts[worker]; i++) {
                sent[sendStarts[worker] + i] = lists.length(mirrors.sent()[worker][i]);
            }
        }
        leaders.allToAllV(sent, sendCounts, sendStarts, received, receiveCounts, receiveStarts);
        for (int worker = 0; worker < workers; worker++) {
            outgoing[worker] = new Outgoing(mirrors.sent()[worker], sendCounts[worker]);
            incoming[worker] =
                    new Incoming(mirrors.received()[worker], received, receiveStarts[worker], receiveCounts[worker]);
        }
    }

    private static int[] starts(int[] counts) {
        var starts = new int[counts.length];
        for (int i = 1; i < counts.length; i++) {
            starts[i] = Math.addExact(starts[i - 1], counts[i - 1]);
        }
        return starts;
    }

    private void exchangeEntries(int[] sent, int[] received) {
        int[] sendCounts = new int[workers];
        int[] receiveCounts = new int[workers];
        int[] places = new int[workers];
        for (int worker = 0; worker < workers; worker++) {
            places[worker] = worker * most;
            sendCounts[worker] = outgoing[worker].write(sent, places[worker]);
            receiveCounts[worker] = (int) Math.min(most, incoming[worker].left);
        }
        leaders.allToAllV(sent, sendCounts, places, received, receiveCounts, places);
        for (int worker = 0; worker < workers; worker++) {
            incoming[worker].read(received, places[worker], receiveCounts[worker]);
        }
    }

    /** What one other worker gets. */
    private final class Outgoing {
        private final int[] vertices;
        private final int count;
        private int vertex;
        private int entry;

        Outgoing(int[] vertices, int count) {
            this.vertices = vertices;
            this.count = count;
        }

        /** Writes the next entries, as many as there are and fit into a round. */
        int write(int[] buffer, int start) {
            int written = 0;
            while (vertex < count && written < most) {
                int v = vertices[vertex];
                int length = Math.min(lists.length(v) - entry, most - written);
                System.arraycopy(lists.list(v), lists.start(v) + entry, buffer, start + written, length);
                written += length;
                entry += length;
                if (entry == lists.length(v)) {
                    vertex++;
                    entry = 0;
                }
            }
            return written;
        }
    }

    /** What comes from one other worker: the lists of a partition's vertices stand side by side in one array. */
    private final class Incoming {
        private long left;
        private int partition;
        private int place;

        Incoming(int[] vertices, int[] lengths, int start, int count) {
            int i = 0;
            int p = 0;
            while (i < count) {
                while (vertices[i] >= topology.partitionStart(p + 1)) {
                    p++;
                }
                if (i == 0) {
                    partition = p;
                }
                int entries = 0;
                for (; i < count && vertices[i] < topology.partitionStart(p + 1); i++) {
                    lists.put(vertices[i], p, entries, lengths[start + i]);
                    entries = Math.addExact(entries, lengths[start + i]);
                }
                int[] _ = lists.newList(p, entries);
                left += entries;
            }
        }

        void read(int[] buffer, int start, int count) {
            int taken = 0;
            while (taken < count) {
                int[] list = lists.ofPartition(partition);
                int length = Math.min(list.length - place, count - taken);
                System.arraycopy(buffer, start + taken, list, place, length);
                taken += length;
                place += length;
                if (place == list.length) {
                    partition++;
                    place = 0;
                }
            }
            left -= count;
        }
    }
}
