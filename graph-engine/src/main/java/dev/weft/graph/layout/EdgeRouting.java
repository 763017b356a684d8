package dev.weft.graph.layout;

import dev.weft.collectives.Communicator;
import dev.weft.collectives.Op;
import dev.weft.graph.source.EdgeBag;
import dev.weft.graph.source.LoadProgress;
import dev.weft.runtime.ThreadTeam;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Brings the edges of all workers' shares to the workers that own their ends, in rounds, so that buffers are bounded. In a round each
 * worker takes a few strips of its edges: (1) threads turn the ends into internal ids, keep what is the worker's own and count what goes
 * to each other worker; (2) they put it in place; (3) the workers exchange it; (4) threads add what came.
 */
final class EdgeRouting {
    private static final int STRIP = 1 << 13;
    private static final int STRIPS_A_ROUND = 16;

    private final EdgeBag bag;
    private final Communicator leaders;
    private final int self;
    private final int[] internalIds;
    private final int[] vertexStarts;
    private final AdjacencyBuilder in;
    private final AdjacencyBuilder out;
    private final ThreadTeam team;
    private final long[][] edges = new long[STRIPS_A_ROUND][STRIP];
    private final int[] lengths = new int[STRIPS_A_ROUND];
    /** For each strip of the round and each worker: first how many edges, then where the next one goes. */
    private final int[][] places;

    private final int[] sendCounts;
    private final int[] sendStarts;
    private final int[] receiveCounts;
    private final int[] receiveStarts;
    private long[] sent = {};
    private long[] received = {};

    EdgeRouting(
            EdgeBag bag,
            Workers workers,
            VertexTables vertices,
            AdjacencyBuilder in,
            AdjacencyBuilder out,
            ThreadTeam team) {
        this.bag = bag;
        this.leaders = workers.leaders();
        this.self = workers.number();
        this.internalIds = vertices.internalIds();
        this.vertexStarts = workers.vertexStarts(vertices.partitionStarts());
        this.in = in;
        this.out = out;
        this.team = team;
        this.places = new int[STRIPS_A_ROUND][workers.count()];
        this.sendCounts = new int[workers.count()];
        this.sendStarts = new int[workers.count()];
        this.receiveCounts = new int[workers.count()];
        this.receiveStarts = new int[workers.count()];
    }

    void run(LoadProgress progress) {
        var strips = new Strips(bag);
        int rounds = (int) leaders.allReduce((long) Math.ceilDiv(strips.count(), STRIPS_A_ROUND), Op.MAX);
        for (int round = 0; round < rounds; round++) {
            progress.at("building adjacency", (double) round / rounds);
            int first = round * STRIPS_A_ROUND;
            team.forEachChunk(STRIPS_A_ROUND, (slot, _) -> take(strips, first + slot, slot));
            place();
            team.forEachChunk(STRIPS_A_ROUND, (slot, _) -> put(slot));
            int count = exchange();
            team.forEachChunk(
                    Math.ceilDiv(count, STRIP),
                    (strip, _) -> addAll(received, strip * STRIP, Math.min(count, (strip + 1) * STRIP)));
        }
    }

    private void take(Strips strips, int strip, int slot) {
        long[] edges = this.edges[slot];
        int[] counts = places[slot];
        Arrays.fill(counts, 0);
        int length = strip < strips.count() ? strips.read(strip, edges) : 0;
        lengths[slot] = length;
        for (int i = 0; i < length; i++) {
            int source = internalIds[EdgeBag.source(edges[i])];
            int target = internalIds[EdgeBag.target(edges[i])];
            edges[i] = EdgeBag.edge(source, target);
            int first = owner(source);
            int second = owner(target);
            counts[first]++;
            if (second != first) {
                counts[second]++;
            }
            if (first == self || second == self) {
                add(source, target);
            }
        }
        counts[self] = 0;
    }

    private int owner(int vertex) {
        int worker = 0;
        while (vertex >= vertexStarts[worker + 1]) {
            worker++;
        }
        return worker;
    }

    private void add(int source, int target) {
        if (isOwn(target)) {
            in.add(target, source);
        }
        if (isOwn(source) && (in != out || source != target)) {
            out.add(source, target);
        }
    }

    private boolean isOwn(int vertex) {
        return vertex >= vertexStarts[self] && vertex < vertexStarts[self + 1];
    }

    /** From counts to places, all that goes to a worker side by side. */
    private void place() {
        int next = 0;
        for (int worker = 0; worker < sendCounts.length; worker++) {
            sendStarts[worker] = next;
            for (int[] ofStrip : places) {
                int count = ofStrip[worker];
                ofStrip[worker] = next;
                next += count;
            }
            sendCounts[worker] = next - sendStarts[worker];
        }
        sent = withRoomFor(next, sent);
    }

    private static long[] withRoomFor(int count, long[] buffer) {
        return buffer.length >= count ? buffer : new long[count + count / 8];
    }

    private void put(int slot) {
        long[] edges = this.edges[slot];
        int[] next = places[slot];
        for (int i = 0; i < lengths[slot]; i++) {
            int first = owner(EdgeBag.source(edges[i]));
            int second = owner(EdgeBag.target(edges[i]));
            if (first != self) {
                sent[next[first]++] = edges[i];
            }
            if (second != self && second != first) {
                sent[next[second]++] = edges[i];
            }
        }
    }

    /** Returns how many edges came. */
    private int exchange() {
        leaders.allToAll(sendCounts, 0, 1, receiveCounts, 0);
        int count = 0;
        for (int worker = 0; worker < receiveCounts.length; worker++) {
            receiveStarts[worker] = count;
            count += receiveCounts[worker];
        }
        received = withRoomFor(count, received);
        leaders.allToAllV(sent, sendCounts, sendStarts, received, receiveCounts, receiveStarts);
        return count;
    }

    private void addAll(long[] edges, int from, int to) {
        for (int i = from; i < to; i++) {
            add(EdgeBag.source(edges[i]), EdgeBag.target(edges[i]));
        }
    }

    /** The bag's edges in pieces of at most {@value #STRIP}. */
    private static final class Strips {
        private final EdgeBag bag;
        /** The first strip of each block, and the number of strips at the end. */
        private final int[] starts;

        Strips(EdgeBag bag) {
            this.bag = bag;
            this.starts = new int[bag.blockCount() + 1];
            for (int b = 0; b < bag.blockCount(); b++) {
                long strips = Math.ceilDiv(bag.block(b).byteSize() / Long.BYTES, STRIP);
                starts[b + 1] = Math.toIntExact(starts[b] + strips);
            }
        }

        int count() {
            return starts[starts.length - 1];
        }

        int read(int strip, long[] edges) {
            int b = Arrays.binarySearch(starts, strip);
            if (b < 0) {
                b = -b - 2;
            }
            while (starts[b + 1] == strip) {
                b++;
            }
            MemorySegment block = bag.block(b);
            long from = (long) (strip - starts[b]) * STRIP;
            int length = (int) Math.min(STRIP, block.byteSize() / Long.BYTES - from);
            MemorySegment.copy(block, EdgeBag.EDGE, from * Long.BYTES, edges, 0, length);
            return length;
        }
    }
}
